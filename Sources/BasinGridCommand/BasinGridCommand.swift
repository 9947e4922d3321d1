import ArgumentParser
import BasinGrid

@main
struct BasinGridCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "basingrid",
        abstract: "Zone reports from readings: rasters, zone statistics, hotspots, river classes.",
        discussion: """
            区域环境报告：由监测数据得到栅格、分区统计、热点网格、河流水质类别与报告。

            Start with:
              basingrid demo
              basingrid check Datasets/taiyuan/job.yaml
              basingrid run Datasets/taiyuan/job.yaml -o out
            """,
        version: basinGridVersion,
        subcommands: [
            RunCommand.self, CheckCommand.self, InspectCommand.self, InterpolateCommand.self,
            SeriesCommand.self, GridCommand.self, HotSpotsCommand.self,
            ZonalCommand.self, ZonalMergeCommand.self, OverlayCommand.self, RiversCommand.self,
            AssessCommand.self,
            ConvertCommand.self, DemoCommand.self,
        ])

    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        // `zonal` has options of its own, which would take those behind `merge` for itself.
        if arguments.starts(with: ["zonal", "merge"]) {
            arguments.replaceSubrange(0..<2, with: [ZonalMergeCommand.name])
        }
        main(arguments)
    }
}
