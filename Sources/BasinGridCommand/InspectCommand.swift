import ArgumentParser
import BasinGrid

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract:
            "Say what a dataset is: layers, CRS, encoding, fields, extent, faults, time span.",
        discussion: """
            Example:
              basingrid inspect Datasets/taiyuan/*.shp Datasets/taiyuan/water.xlsx
            """)

    @Argument(help: ArgumentHelp("Vector files, rasters or tables.", valueName: "path"))
    var paths: [String]

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        let terminal = Terminal(options: common)
        try terminal.perform { options in
            if common.dryRun {
                try terminal.show(
                    planInspection(
                        of: paths, reading: vector.readOptions, output: common.output,
                        options: options))
                return nil
            }
            return try inspectDatasets(
                at: paths, reading: vector.readOptions, output: common.output,
                options: options)
        }
    }
}
