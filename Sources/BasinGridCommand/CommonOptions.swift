import ArgumentParser
import BasinGrid
import Foundation
import Logging

/// The options that every command has.
struct CommonOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Where the result goes; the format follows the extension. '-': standard output.",
            valueName: "path"))
    var output: String?

    @Flag(help: "Replace an existing output.")
    var overwrite = false

    @Option(help: ArgumentHelp("Threads that work at once (default: all cores).", valueName: "n"))
    var threads: Int?

    @Option(
        help: ArgumentHelp("Peak memory to stay under, such as 512MiB.", valueName: "size"))
    var memory = "1GiB"

    @Option(
        help: ArgumentHelp(
            "Language of messages and reports: zh or en (default: messages from the locale, reports Chinese).",
            valueName: "zh|en"))
    var lang: Language?

    @Flag(
        name: .customLong("dry-run"),
        help: "Validate everything, say what would be done, write nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "Progress on standard error: bar (on a terminal), json (one object a line) or none.",
            valueName: "bar|json|none"))
    var progress: ProgressStyle?

    @Flag(help: "Print one JSON object that says what was done.")
    var json = false

    @Flag(help: "Begin CSV with a byte order mark, for Excel.")
    var bom = false

    @Flag(name: [.short, .long], help: "Print errors only.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Print every message.")
    var verbose = false

    enum Language: String, CaseIterable, ExpressibleByArgument {
        case zh, en
    }

    enum ProgressStyle: String, CaseIterable, ExpressibleByArgument {
        case bar, json, none
    }

    func validate() throws {
        if let threads, threads < 1 {
            throw ValidationError("--threads is \(threads), expected a number of at least 1.")
        }
        if ByteCount(parsing: memory) == nil {
            throw ValidationError(
                "--memory is \"\(memory)\", expected a size such as 512MiB or 2GiB.")
        }
        if quiet && verbose {
            throw ValidationError("--quiet and --verbose exclude each other.")
        }
    }

    /// The language of messages: as asked, else the locale's.
    var messageLanguage: ReportLanguage {
        if let lang { return lang == .zh ? .zh : .en }
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
            .compactMap { environment[$0] }.first { !$0.isEmpty }
        return locale?.hasPrefix("zh") == true ? .zh : .en
    }

    /// The language of reports: as asked, else Chinese.
    var reportLanguage: ReportLanguage { lang == .en ? .en : .zh }
}

/// How vector inputs are read, for every command.
struct VectorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Layer to read (default: the only one).", valueName: "name"))
    var layer: String?

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Attribute filter (OGR SQL), such as \"CITY = '太原市'\".", valueName: "filter"))
    var filter: String?

    @Option(
        help: ArgumentHelp(
            "Text encoding (default: found; strict UTF-8, then GB18030).", valueName: "name"))
    var encoding: String?

    @Option(
        name: .customLong("assume-crs"),
        help: ArgumentHelp("CRS of inputs that name none.", valueName: "EPSG:n"))
    var assumeCRS: String?

    var readOptions: VectorReadOptions {
        VectorReadOptions(
            layer: layer, attributeFilter: filter, encoding: encoding, assumedCRS: assumeCRS)
    }
}
