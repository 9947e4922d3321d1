import Geometry
import Grids
import Interpolation
import TestSupport
import Testing

@Suite("Preparing stations")
struct PreparedStationsTests {
    @Test(
        "Stations on one place become one, as the policy says",
        arguments: [
            (DuplicatePolicy.mean, "A+B+C", 4.0), (.first, "B", 3), (.max, "A", 7),
        ])
    func duplicates(policy: DuplicatePolicy, id: String, value: Double) throws {
        let raw = [
            station("B", 1, 2, 3), station("D", 0, 0, 9), station("A", 1, 2, 7),
            station("C", 1, 2, 2),
        ]
        let stations = try PreparedStations(raw, crs: projected, duplicates: policy)
        #expect(stations.stations == [station("D", 0, 0, 9), station(id, 1, 2, value)])
        #expect(
            stations.notes == [
                .merged(
                    ids: ["A", "B", "C"], coordinate: Coordinate(x: 1, y: 2), value: value,
                    policy: policy)
            ])
    }

    @Test("Duplicates are refused on request, in both languages")
    func refusedDuplicates() {
        let raw = [station("B", 1, 2, 3), station("A", 1, 2, 7)]
        let error = #expect(throws: InterpolationError.self) {
            try PreparedStations(raw, crs: projected, duplicates: .error)
        }
        #expect(
            error == .coincidentStations(ids: ["A", "B"], coordinate: Coordinate(x: 1, y: 2)))
        #expect(
            error?.description
                == "Stations \"A\", \"B\" stand on the same place (1.0, 2.0). Correct their "
                + "coordinates, or choose mean, first or max for duplicates.")
        #expect(
            error?.descriptionInChinese
                == "站点 \"A\", \"B\" 位于同一位置（1.0, 2.0）。"
                + "请更正坐标，或将重复站点的处理方式设为 mean、first 或 max。")
    }

    @Test("Stations without value or place are left out and said, before duplicates are merged")
    func dropped() throws {
        let raw = [
            station("nan", 1, 2, .nan), station("kept", 1, 2, 5), station("mark", 3, 3, -9999),
            station("nowhere", .nan, 3, 4), station("infinite", 3, 3, .infinity),
        ]
        let stations = try PreparedStations(raw, crs: projected, duplicates: .error)
        #expect(stations.stations.map(\.id) == ["kept"])
        #expect(
            stations.notes == [
                .withoutPlace(ids: ["nowhere"]), .withoutValue(ids: ["infinite", "mark", "nan"]),
            ])
        #expect(
            stations.notes.map(\.description) == [
                "1 station(s) without coordinates were left out: nowhere.",
                "3 station(s) without a value were left out: infinite, mark, nan.",
            ])
        #expect(
            stations.notes.map(\.descriptionInChinese) == [
                "剔除没有坐标的站点 1 个：nowhere。", "剔除没有数值的站点 3 个：infinite、mark、nan。",
            ])
    }

    @Test("The mean of duplicates does not depend on their order, to the last bit")
    func meanOrder() throws {
        let values = [0.1, 0.7, 1e15, 0.3, -1e15]
        let a = try PreparedStations(
            values.map { station("S", 0, 0, $0) }, crs: projected)
        let b = try PreparedStations(
            values.reversed().map { station("S", 0, 0, $0) }, crs: projected)
        #expect(a.stations == b.stations)
    }

    @Test("180 and -180 degrees are one meridian, 0 and -0 one number")
    func canonicalPlaces() throws {
        let stations = try PreparedStations(
            [station("A", 180, 10, 1), station("B", -180, 10, 3), station("C", 540, 10, 5)],
            crs: geographic)
        #expect(stations.stations == [station("A+B+C", -180, 10, 3)])
        let zeros = try PreparedStations(
            [station("A", 0, -0.0, 1), station("B", -0.0, 0, 3)], crs: projected)
        #expect(zeros.stations.count == 1)
    }

    @Test("Nothing to interpolate from is an error with the count of what was dropped")
    func empty() {
        #expect(throws: InterpolationError.noStations(dropped: 0)) {
            try PreparedStations([], crs: projected)
        }
        #expect(throws: InterpolationError.noStations(dropped: 1)) {
            try PreparedStations([station("A", 0, 0, .nan)], crs: projected)
        }
    }

    @Test("A latitude beyond the pole names the station")
    func swappedAxes() {
        #expect(throws: InterpolationError.latitudeOutOfRange(id: "A", latitude: 112.5)) {
            try PreparedStations([station("A", 37.8, 112.5, 1)], crs: geographic)
        }
    }

    @Test("Coordinates without a CRS are planar only when the caller says so")
    func unknownCRS() throws {
        let raw = [station("A", 0, 0, 1)]
        #expect(throws: InterpolationError.unknownReferenceSystem) {
            try PreparedStations(raw, crs: nil)
        }
        let stations = try PreparedStations(raw, crs: nil, assumesPlane: true)
        #expect(stations.measure == .planar(metresPerUnit: 1))
        let surface = try InverseDistance().estimate(from: stations, on: grid(2, 2, crs: nil))
        #expect(surface.values == [1, 1, 1, 1])
    }

    @Test("Planar stations on a geographic grid are refused")
    func differentMeasures() throws {
        let stations = try PreparedStations([station("A", 0, 0, 1)], crs: projected)
        let error = #expect(throws: InterpolationError.self) {
            try InverseDistance().estimate(from: stations, on: grid(2, 2, crs: geographic))
        }
        #expect(
            error == .measuresDiffer(stations: .planar(metresPerUnit: 1), targets: .chord))
    }

    @Test(
        "Settings that mean nothing are refused",
        arguments: [
            (0.0, 12, nil as Double?, InterpolationError.powerNotPositive(0)),
            (-2, 12, nil, .powerNotPositive(-2)), (2, 0, nil, .neighbourCountNotPositive(0)),
            (2, 12, 0, .radiusNotPositive(0)), (2, 12, -5, .radiusNotPositive(-5)),
            (.infinity, 12, nil, .powerNotPositive(.infinity)),
        ])
    func settings(power: Double, count: Int, radius: Double?, error: InterpolationError) {
        #expect(throws: error) {
            try InverseDistance(
                power: power, neighbours: .nearest(count), radiusInMetres: radius)
        }
        #expect(!error.description.isEmpty && !error.descriptionInChinese.isEmpty)
        #expect(error.description != error.descriptionInChinese)
    }

    @Test("Stations within the merge distance stand on one place, in any order, and it is said")
    func nearDuplicates() throws {
        let all = [
            station("a", 0, 0, 1), station("b", 3, 4, 3), station("c", 6, 8, 5),
            station("d", 20, 0, 9), station("e", 20, 5.1, 11),
        ]
        for stations in [all, all.reversed()] {
            let prepared = try PreparedStations(
                stations, crs: projected, mergeDistanceInMetres: 5)
            #expect(prepared.stations.map(\.id) == ["a+b+c", "d", "e"])
            #expect(prepared.stations[0].value == 3)
            #expect(prepared.stations[0].coordinate == Coordinate(x: 0, y: 0))
            let note = StationNote.movedTogether(
                ids: ["a", "b", "c"], coordinate: Coordinate(x: 0, y: 0), withinMetres: 5)
            #expect(prepared.notes.first == note && prepared.notes.count == 2)
            #expect(
                note.description
                    == "Stations a, b, c stand within 5.0 m of one another and were moved to "
                    + "(0.0, 0.0).")
            #expect(
                note.descriptionInChinese == "站点 a、b、c 相距不超过 5.0 米，视为位于（0.0, 0.0）。")
        }
        #expect(try PreparedStations(all, crs: projected).stations.count == 5)
    }
}
