public import Foundation
public import Reports

/// What a command did: for `--json`, for the closing lines on the terminal, and for `run.json`.
public struct CommandOutcome: Sendable {
    /// The files written, by the path that the user knows them by.
    public var outputs: [String]
    /// How many of each thing went in or came out, in a fixed order.
    public var counts: [(name: String, value: Int)]
    public var warnings: [LocalizedText]
    public var seconds: Double
    /// The result itself, when it goes to standard output.
    public var standardOutput: String?
    /// The result as a JSON object, whose entries `--json` shows beside the others.
    public var details: Data?

    public init(
        outputs: [String] = [], counts: [(name: String, value: Int)] = [],
        warnings: [LocalizedText] = [], seconds: Double = 0, standardOutput: String? = nil,
        details: Data? = nil
    ) {
        self.outputs = outputs
        self.counts = counts
        self.warnings = warnings
        self.seconds = seconds
        self.standardOutput = standardOutput
        self.details = details
    }
}

/// What a command would do, from validating everything without computing or writing.
public struct DryRunPlan: Sendable {
    public var reads: [(path: String, bytes: Int)]
    public var writes: [String]
    /// Raster cells that would be computed or read.
    public var cells: Int
    /// The estimated peak memory.
    public var memoryInBytes: Int
    /// The estimated time.
    public var seconds: Double
    public var warnings: [LocalizedText]

    /// The plan as lines for a terminal.
    public func lines(in language: ReportLanguage) -> [String] {
        let size = ByteCount(memoryInBytes).description
        let time = String(format: seconds < 10 ? "%.1f" : "%.0f", seconds)
        return switch language {
        case .zh:
            reads.map { "读取  \($0.path)（\(ByteCount($0.bytes))）" }
                + writes.map { "写出  \($0)" }
                + ["栅格单元 \(cells) 个，内存约 \(size)，用时约 \(time) 秒"]
        case .en:
            reads.map { "read   \($0.path) (\(ByteCount($0.bytes)))" }
                + writes.map { "write  \($0)" }
                + ["\(cells) raster cells, about \(size) of memory, about \(time) s"]
        }
    }
}

/// A number of bytes, written and read with binary units: `512MiB`.
public struct ByteCount: Hashable, Sendable, CustomStringConvertible {
    public var bytes: Int

    public init(_ bytes: Int) { self.bytes = bytes }

    /// `nil` when `text` is not a positive number with B, KiB, MiB, GiB, TiB (or KB, MB, GB, TB,
    /// powers of 1000) behind it.
    public init?(parsing text: String) {
        let text = text.trimmingCharacters(in: .whitespaces).lowercased()
        let units: [(String, Double)] = [
            ("tib", 0x1p40), ("gib", 0x1p30), ("mib", 0x1p20), ("kib", 0x1p10), ("tb", 1e12),
            ("gb", 1e9), ("mb", 1e6), ("kb", 1e3), ("b", 1), ("", 1),
        ]
        for (suffix, factor) in units where text.hasSuffix(suffix) {
            let number = text.dropLast(suffix.count).trimmingCharacters(in: .whitespaces)
            guard let value = Double(number), value * factor >= 1, value * factor < 0x1p62 else {
                return nil
            }
            bytes = Int(value * factor)
            return
        }
        return nil
    }

    public var description: String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1024 && unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return unit == 0 ? "\(bytes) B" : String(format: "%.1f %@", value, units[unit])
    }
}
