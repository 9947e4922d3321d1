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

    /// Prints what `body` did; ends the process with the contract's exit code when it fails.
    func perform(_ body: (RunOptions) throws -> CommandOutcome) throws {
        do {
            let outcome = try body(runOptions)
            progressLine.finish()
            show(outcome)
        } catch let exit as ExitCode {
            throw exit
        } catch {
            progressLine.finish()
            throw ExitCode(report(error))
        }
    }

    /// Prints a plan for `--dry-run`.
    func show(_ plan: DryRunPlan) {
        if options.json {
            printJSON(plan)
        } else {
            plan.lines(in: language).forEach { print($0) }
        }
        warn(plan.warnings)
    }

    func show(_ outcome: CommandOutcome) {
        if let text = outcome.standardOutput { FileHandle.standardOutput.write(Data(text.utf8)) }
        warn(outcome.warnings)
        if options.json {
            printJSON(outcome)
        } else if !options.quiet, !outcome.outputs.isEmpty {
            let seconds = String(format: "%.2f", outcome.seconds)
            for output in outcome.outputs { say(output) }
            say(language == .zh ? "用时 \(seconds) 秒" : "done in \(seconds) s")
        }
    }

    func warn(_ warnings: [LocalizedText]) {
        guard !options.quiet else { return }
        let word = language == .zh ? "提示：" : "note: "
        for warning in warnings { say(word + warning.text(in: language)) }
    }

    /// Prints every fault and returns the exit code.
    func report(_ error: any Error) -> Int32 {
        let faults = (error as? Faults)?.all ?? [Fault(error)]
        let kind = Faults(faults).kind
        let word = language == .zh ? "错误：" : "error: "
        for fault in faults { say(word + fault.text.text(in: language)) }
        if options.json {
            printObject([
                "error": [
                    "exit": Int(kind.rawValue),
                    "messages": faults.map { $0.text.text(in: language) },
                ] as [String: Any]
            ])
        }
        return kind.rawValue
    }

    private func say(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    // MARK: - JSON

    private func printJSON(_ outcome: CommandOutcome) {
        printObject([
            "outputs": outcome.outputs,
            "counts": Dictionary(
                outcome.counts.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last }),
            "warnings": outcome.warnings.map { $0.text(in: language) },
            "seconds": outcome.seconds,
        ])
    }

    private func printJSON(_ plan: DryRunPlan) {
        printObject([
            "reads": plan.reads.map { ["path": $0.path, "bytes": $0.bytes] as [String: Any] },
            "writes": plan.writes,
            "cells": plan.cells,
            "memory_bytes": plan.memoryInBytes,
            "seconds": plan.seconds,
            "warnings": plan.warnings.map { $0.text(in: language) },
        ])
    }

    private func printObject(_ object: [String: Any]) {
        guard
            let data = try? JSONSerialization.data(
                withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        else { return }
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }

    // MARK: - Progress

    private let progressLine = ProgressLine()

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
        FileHandle.standardError.write(data + Data("\n".utf8))
    }

    func printBar(fraction: Double, stage: String) {
        isDrawn.withLock { $0 = true }
        let filled = Int((fraction * 24).rounded(.down))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
        let percent = Int((fraction * 100).rounded(.down))
        FileHandle.standardError.write(Data("\r\u{1B}[K\(bar) \(percent)%  \(stage)".utf8))
    }

    /// Clears the bar, so that messages begin on an empty line.
    func finish() {
        if isDrawn.withLock({ $0 }) { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
