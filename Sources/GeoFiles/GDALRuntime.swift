import CGDAL
import Foundation

let noSpaceLeft = ENOSPC
let quotaExceeded = EDQUOT

/// Whether a message of a library tells of a full disk.
func saysDiskFull(_ message: String?) -> Bool {
    guard let message else { return false }
    return message.contains("No space left on device") || message.contains("disk is full")
        || message.contains("Disk quota exceeded")
}

/// The messages that GDAL gave while a call ran, in order.
final class GDALMessages {
    struct Message {
        var isFailure: Bool
        var number: Int32
        var text: String
    }

    fileprivate(set) var all: [Message] = []

    /// The first failure, which the later ones mostly follow from; else `nil`.
    var firstFailure: String? { all.first { $0.isFailure }?.text }

    /// The failures in one line, each once.
    var cause: String? {
        var seen: Set<String> = []
        let texts = all.filter(\.isFailure).map(\.text).filter { seen.insert($0).inserted }
        if let full = texts.first(where: { saysDiskFull($0) }) { return full }
        return texts.isEmpty ? nil : texts.prefix(3).joined(separator: "; ")
    }

    /// The warnings, each once.
    var warnings: [String] {
        var seen: Set<String> = []
        return all.filter { !$0.isFailure }.map(\.text).filter { seen.insert($0).inserted }
    }

    /// Forgets what was said so far.
    func clear() { all.removeAll() }
}

/// Drivers are registered and process-wide settings made once, on first use.
private let registration: Void = {
    GDALAllRegister()
    OGRSetNonLinearGeometriesEnabledFlag(0)
    // Errors are values here, never text on standard error.
    CPLSetConfigOption("CPL_DEBUG", "OFF")
    CPLSetConfigOption("OGR_GPKG_THREADED_RTREE_AT_FIRST_FEATURE", "NO")
}()

private func collect(_ kind: CPLErr, _ number: CPLErrorNum, _ text: UnsafePointer<CChar>?) {
    guard kind == CE_Warning || kind == CE_Failure || kind == CE_Fatal,
        let context = CPLGetErrorHandlerUserData()
    else { return }
    let messages = Unmanaged<GDALMessages>.fromOpaque(context).takeUnretainedValue()
    messages.all.append(
        GDALMessages.Message(
            isFailure: kind != CE_Warning, number: Int32(number),
            text: text.map { String(cString: $0) } ?? ""))
}

/// Runs `body` with GDAL's messages collected instead of printed.
///
/// The handler belongs to the calling thread and is taken back on every way out; `body` is
/// synchronous, so that it stays on that thread.
func withGDAL<Result>(
    _ body: (GDALMessages) throws(GeoFileError) -> Result
) throws(GeoFileError) -> Result {
    _ = registration
    let messages = GDALMessages()
    CPLPushErrorHandlerEx(collect, Unmanaged.passUnretained(messages).toOpaque())
    CPLErrorReset()
    defer {
        CPLPopErrorHandler()
        withExtendedLifetime(messages) {}
    }
    return try body(messages)
}

/// Runs `body` with configuration options set for this thread only.
func withConfiguration<Result>(
    _ options: [(String, String)], _ body: () throws(GeoFileError) -> Result
) throws(GeoFileError) -> Result {
    let before = options.map { option in
        CPLGetThreadLocalConfigOption(option.0, nil).map { String(cString: $0) }
    }
    for option in options { CPLSetThreadLocalConfigOption(option.0, option.1) }
    defer {
        for (option, old) in zip(options, before) { CPLSetThreadLocalConfigOption(option.0, old) }
    }
    return try body()
}

/// Calls `body` with a null-ended list of C strings.
func withOptions<Result>(
    _ options: [String], _ body: (BasinGridOptions) throws(GeoFileError) -> Result
) throws(GeoFileError) -> Result {
    var list: [UnsafePointer<CChar>?] = []
    for option in options { list.append(UnsafePointer(strdup(option))) }
    list.append(nil)
    defer { for item in list { free(UnsafeMutableRawPointer(mutating: item)) } }
    let pointer = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: list.count)
    pointer.initialize(from: list, count: list.count)
    defer { pointer.deallocate() }
    return try body(UnsafePointer(pointer))
}

/// What a GDAL function gave back, or `failure` for the null pointer that says it failed.
func required<Pointer>(
    _ pointer: Pointer?, _ failure: @autoclosure () -> GeoFileError
) throws(GeoFileError) -> Pointer {
    guard let pointer else { throw failure() }
    return pointer
}

/// Throws `failure` when a GDAL function's code is a failure.
func check(_ code: CPLErr, _ failure: @autoclosure () -> GeoFileError) throws(GeoFileError) {
    if code == CE_Failure || code == CE_Fatal { throw failure() }
}

/// Throws `failure` when an OGR function's code is not success.
func check(ogr code: OGRErr, _ failure: @autoclosure () -> GeoFileError) throws(GeoFileError) {
    if code != OGRERR_NONE { throw failure() }
}

/// A string that GDAL owns, copied; empty for null.
func text(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
}

/// Limits the memory in which GDAL keeps raster blocks, for the whole process.
///
/// - Parameter bytes: The limit; GDAL's default is 5 % of the machine's memory.
public func setRasterBlockCache(bytes: Int) {
    _ = registration
    GDALSetCacheMax64(Int64(bytes))
}

/// The version of GDAL that runs, such as `3.6.2`.
public func gdalVersion() -> String { text(GDALVersionInfo("RELEASE_NAME")) }
