import Foundation
import GeoFiles
import Geometry
import Grids

/// The rasters of a request: bands of one file are read together, files on one grid share an
/// overlay.
struct ZonalRasters {
    /// Rasters on one grid.
    struct Group {
        let geometry: GridGeometry
        var stacks: [RasterFile] = []
    }

    /// Where a raster of the request stands.
    struct Place {
        let group: Int
        let stack: Int
        let band: Int
    }

    private(set) var groups: [Group] = []
    /// One a raster of the request, in its order.
    private(set) var places: [Place] = []
    /// The stems of their columns.
    let names: [String]
    /// Their files and bands.
    let sources: [(path: String, band: Int)]
    /// The one CRS of all.
    let crs: CoordinateReferenceSystem

    /// The files, each once.
    var paths: [String] {
        var seen: Set<String> = []
        return sources.map(\.path).filter { seen.insert($0).inserted }
    }

    /// - Throws: what is wrong with any of the files; rasters in different systems.
    init(_ given: [String], assumedCRS: String?) throws {
        let files = try collectingFaults(given) { path in
            let file = try RasterFile(path: path)
            try file.requireAxisParallel()
            return file
        }
        sources = files.map { ($0.path, $0.bands[0].number) }
        crs = try Self.commonCRS(of: files, assumedCRS)
        names = Self.names(of: sources)
        try group(files)
    }

    /// Joins the bands of a file to one stack, and the stacks of one grid to a group.
    private mutating func group(_ files: [RasterFile]) throws {
        var bands: [String: [Int]] = [:]
        for file in files { bands[file.path, default: []].append(file.bands[0].number) }
        var stacks: [String: (group: Int, stack: Int)] = [:]
        for file in files {
            if stacks[file.path] == nil {
                let stack = try RasterFile(path: file.path, bands: bands[file.path] ?? [])
                let group = groupIndex(of: file.geometry)
                groups[group].stacks.append(stack)
                stacks[file.path] = (group, groups[group].stacks.count - 1)
            }
            guard let place = stacks[file.path],
                let band = bands[file.path]?.firstIndex(of: file.bands[0].number)
            else { continue }
            places.append(Place(group: place.group, stack: place.stack, band: band))
        }
    }

    private mutating func groupIndex(of geometry: GridGeometry) -> Int {
        if let known = groups.firstIndex(where: { geometry.difference(from: $0.geometry) == nil }) {
            return known
        }
        groups.append(Group(geometry: geometry))
        return groups.count - 1
    }

    private static func commonCRS(
        of files: [RasterFile], _ assumed: String?
    ) throws -> CoordinateReferenceSystem {
        var common: CoordinateReferenceSystem?
        for file in files {
            guard
                let crs = try file.geometry.crs
                    ?? assumed.map({ try coordinateReferenceSystem(named: $0) })
            else {
                throw Fault(
                    .data,
                    zh: "\(file.path)：栅格没有坐标系。请用 --assume-crs 指定，例如 EPSG:4547。",
                    en: "\(file.path): the raster names no CRS. Name it with --assume-crs, such as "
                        + "EPSG:4547.")
            }
            if let common, !isSame(common, crs) {
                throw Fault(
                    .data,
                    zh: "\(file.path) 的坐标系 \(crs.name) 与前面的栅格 \(common.name) 不同。请分别统计，或先转换到同一坐标系。",
                    en: "\(file.path) is in \(crs.name), the rasters before it in \(common.name). "
                        + "Run them apart, or bring them to one CRS.")
            }
            common = common ?? crs
        }
        guard let common else {
            throw Fault(
                .usage, zh: "没有栅格。请用 --raster 指定至少一个。",
                en: "There is no raster. Name at least one with --raster.")
        }
        return common
    }

    /// The file's name; with its band where several of one file are read, numbered where two files
    /// share one.
    private static func names(of sources: [(path: String, band: Int)]) -> [String] {
        var bands: [String: Set<Int>] = [:]
        for source in sources { bands[source.path, default: []].insert(source.band) }
        var seen: [String: Int] = [:]
        return sources.map { source in
            var stem = URL(fileURLWithPath: source.path).deletingPathExtension().lastPathComponent
            if (bands[source.path]?.count ?? 0) > 1 { stem += "_b\(source.band)" }
            seen[stem, default: 0] += 1
            let number = seen[stem] ?? 1
            return number == 1 ? stem : "\(stem)_\(number)"
        }
    }
}

/// What `body` gives for every item; all faults that can be seen together are thrown together.
func collectingFaults<Item, Result>(
    _ items: [Item], _ body: (Item) throws -> Result
) throws -> [Result] {
    var faults: [Fault] = []
    var results: [Result] = []
    for item in items {
        do { results.append(try body(item)) } catch { faults.append(Fault(error)) }
    }
    if !faults.isEmpty { throw Faults(faults) }
    return results
}
