import ArgumentParser
import BasinGrid
import Foundation
import Logging
import Synchronization

/// Runs a command's body and speaks for it: results on standard output, everything else on
/// standard error, the exit code of the contract.
struct Terminal {
    let options: CommonOptions

    var language: ReportLanguage { options.messageLanguage }

    /// The options that library functions take.
    var runOptions: RunOptions {
        RunOptions(
            threads: options.threads ?? ProcessInfo.processInfo.activeProcessorCount,
            memory: ByteCount(parsing: options.memory)?.bytes ?? 1 << 30,
            language: language, reportLanguage: options.reportLanguage,
            overwrite: options.overwrite,
            byteOrderMark: options.bom, logger: logger, progress: progressReporter)
    }

    private var logger: Logger {
        var logger = Logger(label: "basingrid") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = options.verbose ? .debug : options.quiet ? .error : .warning
        return logger
    }

    /// Prints what `body` did; ends the process with the contract's exit code when it fails. A
    /// `body` that has shown a plan instead gives `nil`.
    func perform(
        writing output: String? = nil, _ body: (RunOptions) throws -> CommandOutcome?
    ) throws {
        let interruptions = watchForInterruptions(writing: output ?? options.output)
        defer { interruptions.forEach { $0.cancel() } }
        do {
            let outcome = try body(runOptions)
            progressLine.finish()
            if let outcome { try show(outcome) }
        } catch let exit as ExitCode {
            throw exit
        } catch {
            // An interruption takes away what the body still writes: it ends the process first.
            interruptionQueue.sync {}
            progressLine.finish()
            throw ExitCode(report(error))
        }
    }

    /// Shows what `plan` gives with `--dry-run`, else does what `run` does.
    func perform(
        writing output: String? = nil, plan: (RunOptions) throws -> DryRunPlan,
        run: (RunOptions) throws -> CommandOutcome
    ) throws {
        try perform(writing: output) { runOptions in
            guard options.dryRun else { return try run(runOptions) }
            try show(plan(runOptions))
            return nil
        }
    }

    /// Ends the process at once when it is told to (Ctrl-C, or a scheduler's SIGTERM), with
    /// nothing half-written left and the exit code that asks for another try.
    private func watchForInterruptions(writing output: String?) -> [any DispatchSourceSignal] {
        let (language, line) = (language, progressLine)
        return [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: interruptionQueue)
            source.setEventHandler {
                if let output { removeUnfinishedOutput(of: output) }
                line.finish()
                writeToStandardError(
                    language == .zh
                        ? "错误：已中断，未留下不完整的结果。请重新运行。\n"
                        : "error: Interrupted; nothing half-written was left. Run again.\n")
                _exit(Fault.Kind.tryAgain.rawValue)
            }
            source.resume()
            return source
        }
    }

    /// Prints a plan for `--dry-run`.
    func show(_ plan: DryRunPlan) throws {
        if options.json {
            try printJSON(plan)
        } else {
            try printResult(plan.lines(in: language).map { $0 + "\n" }.joined())
        }
        warn(plan.warnings)
    }

    /// Says what was done, then prints the result, or with `--json` one object that holds it: what
    /// a person acts on stands last on the screen.
    func show(_ outcome: CommandOutcome) throws {
        warn(outcome.warnings)
        if options.json { return try printJSON(outcome) }
        if !options.quiet, !outcome.outputs.isEmpty {
            let seconds = String(format: "%.2f", outcome.seconds)
            for output in outcome.outputs { say(output) }
            say(language == .zh ? "用时 \(seconds) 秒" : "done in \(seconds) s")
        }
        if let text = outcome.standardOutput { try printResult(text) }
    }

    /// A national river layer has hundreds of notes; files that a command writes keep them all.
    private static let warningLimit = 20

    func warn(_ warnings: [LocalizedText]) {
        guard !options.quiet else { return }
        let word = language == .zh ? "提示：" : "note: "
        let shown = options.verbose ? warnings[...] : warnings.prefix(Self.warningLimit)
        for warning in shown { say(word + warning.text(in: language)) }
        let rest = warnings.count - shown.count
        if rest > 0 {
            say(
                word
                    + (language == .zh
                        ? "另有 \(rest) 条，用 --verbose 查看全部。"
                        : "\(rest) more; --verbose prints all."))
        }
    }

    /// Prints every fault and returns the exit code.
    func report(_ error: any Error) -> Int32 {
        let faults = (error as? Faults)?.all ?? [Fault(error)]
        let kind = Faults(faults).kind
        let word = language == .zh ? "错误：" : "error: "
        for fault in faults { say(word + fault.text.text(in: language)) }
        if options.json {
            // The error itself stands on standard error; a full disk cannot be told twice.
            try? printObject([
                "error": [
                    "exit": Int(kind.rawValue),
                    "messages": faults.map { $0.text.text(in: language) },
                ] as [String: Any]
            ])
        }
        return kind.rawValue
    }

    private func say(_ line: String) { writeToStandardError(line + "\n") }

    /// Writes a result to standard output.
    ///
    /// - Throws: `Fault` of kind `tryAgain` when the disk behind it is full, else `output`.
    private func printResult(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
            throw Fault(
                isFull ? .tryAgain : .output,
                zh: "无法写到标准输出：\(error.localizedDescription)。请用 -o 指定文件，或检查输出的去处。",
                en: "Cannot write to standard output: \(error.localizedDescription). Name a file "
                    + "with -o, or see where the output goes.")
        }
    }

    // MARK: - JSON

    private func printJSON(_ outcome: CommandOutcome) throws {
        var object: [String: Any] = [
            "outputs": outcome.outputs,
            "counts": Dictionary(
                outcome.counts.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last }),
            "warnings": outcome.warnings.map { $0.text(in: language) },
            "seconds": outcome.seconds,
        ]
        if let data = outcome.details,
            let details = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        {
            object.merge(details) { $1 }
        } else if let text = outcome.standardOutput {
            object["result"] = text
        }
        try printObject(object)
    }

    private func printJSON(_ plan: DryRunPlan) throws {
        try printObject([
            "reads": plan.reads.map { ["path": $0.path, "bytes": $0.bytes] as [String: Any] },
            "writes": plan.writes,
            "cells": plan.cells,
            "memory_bytes": plan.memoryInBytes,
            "seconds": plan.seconds,
            "warnings": plan.warnings.map { $0.text(in: language) },
        ])
    }

    private func printObject(_ object: [String: Any]) throws {
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        try printResult(String(decoding: data, as: UTF8.self) + "\n")
    }

    // MARK: - Progress

    private let progressLine = ProgressLine()
    /// A queue of its own has a thread of its own, however busy the others are.
    private let interruptionQueue = DispatchQueue(label: "interruption")

    init(options: CommonOptions) { self.options = options }

    private var progressReporter: @Sendable (Double, LocalizedText) -> Void {
        let isTerminal = isatty(STDERR_FILENO) == 1
        let style = options.progress ?? (isTerminal && !options.quiet ? .bar : .none)
        let language = language
        let line = progressLine
        switch style {
        case .json:
            return { fraction, stage in
                line.printJSON(fraction: fraction, stage: stage.text(in: language))
            }
        case .bar where isTerminal:
            return { fraction, stage in
                line.printBar(fraction: fraction, stage: stage.text(in: language))
            }
        case .bar, .none:
            return { _, _ in }
        }
    }
}

/// The one line on which progress is drawn.
final class ProgressLine: Sendable {
    private let start = ContinuousClock.now
    private let isDrawn = Mutex(false)

    private func times(at fraction: Double) -> (elapsed: Double, remaining: Double?) {
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        return (elapsed, fraction > 0.01 ? elapsed * (1 - fraction) / fraction : nil)
    }

    func printJSON(fraction: Double, stage: String) {
        let (elapsed, remaining) = times(at: fraction)
        var object: [String: Any] = [
            "fraction": (fraction * 1000).rounded() / 1000, "stage": stage,
            "elapsed_s": (elapsed * 1000).rounded() / 1000,
        ]
        object["remaining_s"] = remaining.map { ($0 * 1000).rounded() / 1000 } ?? NSNull()
        guard
            let data = try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        else { return }
        writeToStandardError(String(decoding: data, as: UTF8.self) + "\n")
    }

    func printBar(fraction: Double, stage: String) {
        isDrawn.withLock { $0 = true }
        let filled = Int((fraction * 24).rounded(.down))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
        let percent = Int((fraction * 100).rounded(.down))
        writeToStandardError("\r\u{1B}[K\(bar) \(percent)%  \(stage)")
    }

    /// Clears the bar, so that messages begin on an empty line.
    func finish() {
        if isDrawn.withLock({ $0 }) { writeToStandardError("\r\u{1B}[K") }
    }
}

/// What cannot be said because standard error is closed or full is not said.
private func writeToStandardError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}
