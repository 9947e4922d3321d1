import ArgumentParser
import BasinGrid

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read every input of a job and list all that is wrong; write nothing.",
        discussion: """
            Example:
              basingrid check Datasets/taiyuan/job.yaml

            Each line names the file, layer, feature or line, what was found, what was expected \
            and how to mend it. Exit code 65 when the job could not run.
            """)

    @Argument(help: ArgumentHelp("The job file.", valueName: "job.yaml"))
    var job: String

    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        let terminal = Terminal(options: common)
        try terminal.perform { options in
            if common.dryRun {
                let run = JobRun(path: job, defaults: vector.readOptions, options: options)
                try terminal.show(run.plan(output: nil))
                return nil
            }
            var outcome = try checkJob(
                at: job, defaults: vector.readOptions, options: options)
            if common.quiet { outcome.standardOutput = nil }
            return outcome
        }
    }
}
