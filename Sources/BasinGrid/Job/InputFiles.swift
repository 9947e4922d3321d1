import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files that `pattern` names, sorted by name: the file itself, or those that match `*`, `?`
/// and `[…]`. Empty when nothing matches.
///
/// - Parameter folder: What a relative pattern starts from; its own `[` and `*` are names.
func files(matching pattern: String, in folder: String? = nil) -> [String] {
    let isPlaced = pattern.hasPrefix("/") || folder == nil
    let base = isPlaced ? "" : (folder ?? "") + "/"
    if FileManager.default.fileExists(atPath: base + pattern) { return [base + pattern] }
    guard pattern.contains(where: { "*?[".contains($0) }) else { return [] }
    var result = glob_t()
    defer { globfree(&result) }
    let escaped = base.map { "*?[\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    guard glob(escaped + pattern, 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
        .sorted()
}

/// The files of readings that any of `patterns` names, each once, in the order of the patterns. A
/// pattern without a file is a fault.
func readingFiles(matching patterns: [String], _ faults: FaultCollector) -> [String] {
    var paths: [String] = []
    var known: Set<String> = []
    for pattern in patterns {
        let found = files(matching: pattern)
        if found.isEmpty {
            faults.add(
                .input, zh: "没有与 “\(pattern)” 匹配的监测数据文件。请检查路径。",
                en: "No file of readings matches \"\(pattern)\". Check the path.")
        }
        paths += found.filter { known.insert($0).inserted }
    }
    return paths
}

/// The files that make up the dataset at `path`: a shapefile's parts, or the one file. A database
/// has none.
func parts(ofDataset path: String) -> [String] {
    let url = URL(fileURLWithPath: path)
    guard url.pathExtension.lowercased() == "shp" else {
        return FileManager.default.fileExists(atPath: path) ? [path] : []
    }
    let stem = url.deletingPathExtension().lastPathComponent
    let folder = url.deletingLastPathComponent()
    let extensions: Set<String> = ["shp", "shx", "dbf", "prj", "cpg", "qix"]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { name in
        let part = URL(fileURLWithPath: name)
        return part.deletingPathExtension().lastPathComponent == stem
            && extensions.contains(part.pathExtension.lowercased())
    }.sorted().map { folder.appendingPathComponent($0).path }
}

extension Job {
    /// A path of the job as the file system knows it. A database address stays as it is.
    func resolve(_ path: String) -> String {
        if path.hasPrefix("/") || path.hasPrefix("PG:") { return path }
        return folder.appendingPathComponent(path).path
    }
}
