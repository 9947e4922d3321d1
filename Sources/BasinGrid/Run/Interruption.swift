import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Removes what this process has half written beside `output`, for a process that is about to end
/// because it was told to. What stands under its final name stays as it is.
///
/// Safe while other threads still write: each part is renamed before it is deleted, so that none
/// of them can put it in place any more.
public func removeUnfinishedOutput(of output: String) {
    let target = URL(fileURLWithPath: output).standardizedFileURL.resolvingSymlinksInPath()
    let folder = target.deletingLastPathComponent()
    let process = ProcessInfo.processInfo.processIdentifier
    func isUnfinished(_ entry: String) -> Bool {
        if entry.hasPrefix(".basingrid-\(process)-") { return true }
        let name = StagingName(parsing: entry, target: target.lastPathComponent)
        return name?.process == process && name?.host == StagingName.thisHost
    }
    // A thread that still writes may add to a folder while it is emptied.
    for _ in 0..<100 {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let unfinished = names.filter(isUnfinished)
        if unfinished.isEmpty { return }
        for name in unfinished {
            let doomed = StagingName(
                target: target.lastPathComponent, host: StagingName.thisHost, process: process,
                random: UInt32.random(in: 0...UInt32.max))
            let place = folder.appendingPathComponent(doomed.text)
            guard rename(folder.appendingPathComponent(name).path, place.path) == 0 else {
                continue
            }
            try? FileManager.default.removeItem(at: place)
        }
        usleep(1000)
    }
}
