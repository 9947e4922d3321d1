import ArgumentParser
import BasinGrid

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run the job of Datasets/taiyuan and say what to look at.",
        discussion: """
            Example:
              basingrid demo -o out

            Run it from the folder of the package, or name the data set's folder.
            """)

    @Argument(help: ArgumentHelp("The folder that holds job.yaml.", valueName: "folder"))
    var folder = "Datasets/taiyuan"

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        let terminal = Terminal(options: common)
        let target = common.output ?? "basingrid-demo"
        try terminal.perform(writing: target) { options in
            let run = JobRun(
                path: "\(folder)/job.yaml", defaults: vector.readOptions, options: options)
            if common.dryRun {
                try terminal.show(run.plan(output: target))
                return nil
            }
            var outcome = try run.run(output: target)
            if !common.json && !common.quiet {
                outcome.standardOutput = demoGuide(to: target, in: terminal.language)
            }
            return outcome
        }
    }
}
