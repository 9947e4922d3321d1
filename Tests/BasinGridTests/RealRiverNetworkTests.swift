import Foundation
import GeoFiles
import Geometry
import Rivers
import TestSupport
import Testing

@testable import BasinGrid

/// Networks of the folder of real data, read through GDAL.
private func realFile(_ path: String) -> String? {
    TestFolders.realData.map { $0.appending(path: path).path }
        .flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
}

private let walker = realFile("river-network-walker-nhdplus/walker.gpkg")
private let degreeLines = realFile("rivers-wdbii-gshhg-sd-sx/wdbii_rivers_full_sd_sx.geojson")
private let china = realFile("rivers-ngcc-1m4m-gbk/hyd2_4l.shp")
private let isPresent = walker != nil && degreeLines != nil && china != nil

@Suite(
    "Published river networks",
    .enabled(if: isPresent || mustRunEverything, "the folder of real data is absent"))
struct RealRiverNetworkTests {
    /// Walker Creek of NHDPlus: its lines, with the lengths that are published of them.
    private struct Walker {
        let layer: VectorLayer
        let reaches: [Reach]

        init() throws {
            layer = try readVectorLayer(at: try #require(walker))
            let id = try layer.index(ofField: "COMID")
            let length = try layer.index(ofField: "LENGTHKM")
            reaches = try layer.features.map { feature in
                let line: LineString? =
                    if case .lines(let lines) = feature.shape { lines.first } else { nil }
                let drawn = try #require(line)
                let own = drawn.ellipsoidalSegmentLengths(on: .cgcs2000)
                let published = (feature.attributes[length].number ?? 0) * 1000
                let scale = published / own.reduce(0, +)
                return Reach(
                    id: feature.attributes[id].text ?? "", label: "", line: drawn,
                    segmentLengths: own.map { $0 * scale })
            }
        }

        func numbers(_ field: String) throws -> [Double] {
            let index = try layer.index(ofField: field)
            return layer.features.map { $0.attributes[index].number ?? .nan }
        }

        func texts(_ field: String) throws -> [String] {
            let index = try layer.index(ofField: field)
            return layer.features.map { $0.attributes[index].text ?? "" }
        }
    }

    @Test("Walker Creek: area above, length above, way to the outlet and order are as published")
    func walkerCreek() throws {
        let data = try Walker()
        var rules = NetworkRules(nodeTolerance: 1e-7, metresPerUnit: 111_320)
        rules.flow = .nodeFields(
            try zip(data.texts("FromNode"), data.texts("ToNode")).map {
                ReachNodeNames(from: $0, to: $1)
            })
        let network = RiverNetwork(reaches: data.reaches, rules: rules)
        #expect(network.notes.isEmpty && network.faults(gapLimit: 0).isEmpty)
        #expect(isClose(network.lengthInMetres, 136_542, relative: 1e-12))

        let areas = try network.accumulated(try data.numbers("AreaSqKM"))
        #expect(isClose(areas.total, 193.9473, relative: 1e-9))
        let lengths = network.upstreamLengths()
        let orders = network.streamOrders(.strahler)
        let (published, above, ways, order) = (
            try data.numbers("TotDASqKM"), try data.numbers("ArbolateSu"),
            try data.numbers("Pathlength"), try data.numbers("StreamOrde")
        )
        for number in network.reaches.indices {
            // The tolerance of hydroloom's own test is 1e-2 km²; the data agree to rounding.
            #expect(abs((areas.atLowerEnd(of: number) ?? 0) - published[number]) < 1e-9)
            #expect(abs((lengths.atLowerEnd(of: number) ?? 0) / 1000 - above[number]) < 1e-6)
            let way = network.distanceToOutlet(from: network.lowerEnd(of: number))
            #expect(abs((way ?? -1) / 1000 - ways[number]) < 1e-6)
            #expect(orders[number].map(Double.init) == order[number])
        }
    }

    @Test("Walker Creek: the digitised lines, the fields and the mouth say the same direction")
    func walkerDirections() throws {
        let data = try Walker()
        // Every second line turned round, so that the drawing says nothing.
        let turned = data.reaches.enumerated().map {
            $0.offset % 2 == 0 ? $0.element.reversed : $0.element
        }
        let expected = turned.indices.map { $0 % 2 == 0 }
        let outlet = try #require(
            try data.numbers("Pathlength").firstIndex(of: 0).flatMap {
                data.reaches[$0].line.coordinates.last
            })
        var byMouth = NetworkRules(nodeTolerance: 1e-7)
        byMouth.flow = .digitised
        byMouth.mouths = [outlet]
        #expect(RiverNetwork(reaches: turned, rules: byMouth).flowsAgainstDigitising == expected)

        let next = try data.texts("DnHydroseq")
        var byField = NetworkRules(nodeTolerance: 1e-7)
        byField.flow = .nextDown(next)
        let named = try zip(turned, data.texts("Hydroseq")).map {
            Reach(id: $1, label: "", line: $0.line, segmentLengths: $0.segmentLengths)
        }
        let network = RiverNetwork(reaches: named, rules: byField)
        #expect(network.flowsAgainstDigitising == expected)
        for number in named.indices {
            let name = network.nextReach(after: number).map { named[$0].id }
            #expect(name == (next[number] == "10001330" ? nil : next[number]))
        }
    }

    /// 138 of the 343 lines are single points; the others have 278 different ends, which meet
    /// exactly where they meet at all.
    @Test("Lines cut at whole degrees meet at their ends, and their length stays")
    func cutAtDegrees() throws {
        var settings = RiverLayerSettings(path: try #require(degreeLines))
        settings.direction = .digitised
        func nodes(_ tolerance: String) throws -> Int {
            settings.tolerance = tolerance
            let network = try RiverLayer(settings, memory: 1 << 30).network
            let merged = network.mergedReaches().reduce(0) { $0 + $1.reach.lengthInMetres }
            #expect(isClose(merged, network.lengthInMetres, relative: 1e-12))
            return network.nodes.count
        }
        #expect(try nodes("2m") == 278)
        #expect(try nodes("0.0000001deg") == 278)
    }

    @Test("The rivers of China build, and no length is lost")
    func chinaRivers() throws {
        var settings = RiverLayerSettings(path: try #require(china))
        settings.nameField = "NAME"
        settings.reading.assumedCRS = "EPSG:4490"
        let network = try RiverLayer(settings, memory: 1 << 30).network
        #expect(network.reaches.count == 2143)
        let sums = try network.accumulated(network.reaches.map(\.lengthInMetres))
        #expect(isClose(sums.total, network.lengthInMetres, relative: 1e-12))
        let split = network.splitReaches().reduce(0) { $0 + $1.reach.lengthInMetres }
        #expect(isClose(split, network.lengthInMetres, relative: 1e-12))
    }
}
