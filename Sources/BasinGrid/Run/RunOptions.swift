public import Logging
public import Reports

/// What every command takes beside its own options.
public struct RunOptions: Sendable {
    /// How many threads work at once; the result does not depend on it.
    public var threads: Int
    /// The peak memory to stay under, in bytes.
    public var memory: Int
    /// The language of messages.
    public var language: ReportLanguage
    /// The language of reports.
    public var reportLanguage: ReportLanguage
    /// Whether an existing output may be replaced.
    public var overwrite: Bool
    /// Whether CSV begins with a byte order mark, for Excel.
    public var byteOrderMark: Bool
    /// Where messages go.
    public var logger: Logger
    /// Called with the share that is done (0…1) and what is being done.
    public var progress: @Sendable (Double, LocalizedText) -> Void

    public init(
        threads: Int, memory: Int = 1 << 30, language: ReportLanguage = .zh,
        reportLanguage: ReportLanguage = .zh,
        overwrite: Bool = false, byteOrderMark: Bool = false,
        logger: Logger = Logger(label: "basingrid") { _ in SwiftLogNoOpLogHandler() },
        progress: @escaping @Sendable (Double, LocalizedText) -> Void = { _, _ in }
    ) {
        self.threads = threads
        self.memory = memory
        self.language = language
        self.reportLanguage = reportLanguage
        self.overwrite = overwrite
        self.byteOrderMark = byteOrderMark
        self.logger = logger
        self.progress = progress
    }
}

extension LocalizedText {
    init(_ zh: String, _ en: String) { self.init(zh: zh, en: en) }
}
