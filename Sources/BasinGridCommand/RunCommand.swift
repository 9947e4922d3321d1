import ArgumentParser
import BasinGrid
import Foundation

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a job: read all inputs, write rasters, tables, GeoPackage and report.",
        discussion: """
            Example:
              basingrid run Datasets/taiyuan/job.yaml -o out

            Writes a folder: report.html (open this first), tables/*.csv, rasters/*.tif with \
            styles, results.gpkg, and run.json, which records inputs, editions and warnings. \
            The folder appears whole or not at all.
            """)

    @Argument(help: ArgumentHelp("The job file.", valueName: "job.yaml"))
    var job: String

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        let terminal = Terminal(options: common)
        let target = common.output ?? JobRun(path: job, options: terminal.runOptions).defaultOutput
        try terminal.perform(writing: target) { options in
            let run = JobRun(path: job, defaults: vector.readOptions, options: options)
            if common.dryRun {
                try terminal.show(run.plan(output: target))
                return nil
            }
            return try run.run(output: target)
        }
    }
}
