import Foundation
import Geometry
import Reports
import TestSupport
import Testing

@testable import BasinGrid

/// Points a (A), b (A), c (on the border of A and B), d (B), e (outside), with kilowatt hours.
private let meters = """
    code,x,y,kwh
    a,501000,4201000,10
    b,509000,4209000,2.5
    c,510000,4205000,100
    d,511000,4205000,
    e,530000,4205000,7

    """

@Suite("Point layers of a job")
struct PointLayerTests {
    private func job() -> SmallJob {
        var job = SmallJob()
        job.moreFiles = ["meters.csv": meters]
        job.moreKeys = [
            "points:",
            "  - {name: 用电, path: meters.csv, id: code, x: x, y: y, crs: 'EPSG:4547', sum: [kwh]}",
            "  - {path: meters.csv, x: x, y: y, crs: 'EPSG:4547'}",
        ]
        return job
    }

    @Test(
        "Zones count and sum their points; a point on a border counts once; the last is the whole")
    func zones() throws {
        let table = try job().compute().tables.zones(layer: 0, period: 0)
        #expect((0..<3).map { table.number($0, "points_1") } == [3, 1, 4])
        #expect((0..<3).map { table.number($0, "points_2") } == [3, 1, 4])
        #expect(table.number(0, "points_1_kwh") == 112.5)
        // No point of B has a value: that is no sum, not 0.
        #expect(table.cell(1, "points_1_kwh") == .empty)
        #expect(table.number(2, "points_1_kwh") == 112.5)
    }

    @Test("Every point has a row with its zone, and a reason where it has none")
    func points() throws {
        let result = try job().compute(language: .en)
        let table = result.tables.points(layer: 0)
        #expect(table.id == "points_1" && table.rows.count == 5)
        #expect((0..<5).map { table.text($0, "zone_1") } == ["A", "A", "A", "B", nil])
        #expect(table.text(4, "note") == "in no zone of: units")
        #expect(table.number(1, "kwh") == 2.5 && table.cell(3, "kwh") == .empty)
        #expect(result.tables.points(layer: 1).text(0, "id") == "1")
        #expect(
            result.notes(of: .missing).contains {
                $0.hasPrefix(
                    "用电: 1 of 5 points lie in no zone of units and are not counted there: e.")
            })
        let layer = try #require(result.layers.all().first { $0.name == "points_1" })
        #expect(layer.features.count == 5 && layer.geometry == .points)
    }

    @Test("Hotspot cells count theirs; west and south sides belong to a cell")
    func hotSpots() throws {
        let table = try #require(try job().compute().tables.hotSpots(period: 0, order: .place))
        let total = table.numbers(of: "points_1").reduce(0, +)
        #expect(total == 4)
        let row = try #require(
            table.rows.indices.first {
                table.number($0, "x") == 512_500 && table.number($0, "y") == 4_207_500
            })
        #expect(table.number(row, "points_1") == 2)
        #expect(table.number(row, "points_1_kwh") == 100)
    }

    @Test("The order of the points changes their rows and nothing else")
    func permuted() throws {
        var turned = job()
        let lines = meters.split(separator: "\n").map(String.init)
        turned.moreFiles = [
            "meters.csv": ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n")
        ]
        #expect(
            try turned.compute().tables.zones(layer: 0, period: 0)
                == job().compute().tables.zones(layer: 0, period: 0))
    }

    @Test("A value that is no number is noted with its row; an unknown field is a fault")
    func faults() throws {
        var bad = job()
        bad.moreFiles = ["meters.csv": meters.replacing("2.5", with: "n/a")]
        #expect(
            try bad.compute().notes(of: .dropped).contains {
                $0.contains(
                    "1 values of the field kwh are no numbers and were not summed, the first in row 3: "
                        + "\"n/a\"")
            })
        bad = job()
        bad.moreKeys[1] = bad.moreKeys[1].replacing("[kwh]", with: "[kvh]")
        #expect(try bad.faults().contains { $0.contains("Did you mean \"kwh\"?") })
    }

    @Test("Control units have a row each, a row a class, and the whole")
    func units() throws {
        var job = job()
        job.zoneKind = "control-unit"
        job.zones = [
            ("ZH14010510001", [500, 4200, 510, 4210]), ("ZH14010520001", [510, 4200, 520, 4210]),
        ]
        job.statistics = "[mean, 'share>40']"
        let result = try job.compute(language: .en)
        let table = try #require(result.tables.units(layer: 0, period: 0))
        #expect(table.id == "units_units_2026-04")
        #expect(
            (0..<6).map { table.text($0, "kind") }
                == ["unit", "unit", "class", "class", "class", "whole"])
        #expect((0..<6).map { table.number($0, "units") } == [1, 1, 1, 1, 0, 2])
        #expect((0..<6).map { table.number($0, "points_1") } == [3, 1, 3, 1, 0, 4])
        #expect((0..<6).map { table.number($0, "stations") } == [2, 1, 2, 1, 0, 3])
        #expect((0..<6).map { table.number($0, "sections") } == [1, 1, 1, 1, 0, 2])
        #expect(
            (0..<6).map { table.text($0, "class") } == [
                "优先保护", "重点管控", "优先保护", "重点管控", "一般管控", nil,
            ])
        #expect(isClose(table.number(2, "area_km2"), 100, relative: 2e-6))
        #expect(isClose(table.number(2, "area_share"), 50, relative: 1e-5))
        let zones = result.tables.zones(layer: 0, period: 0)
        let key = "PM2.5_mean_share>40"
        #expect(isClose(table.number(5, key), zones.number(2, key), relative: 1e-6))
        #expect(table.cell(4, key) == .empty)
    }
}
