import Foundation
import QualityStandards
import Readings
import TestSupport
import Testing

@Suite("Compensation between units, worked by hand")
struct CompensationTests {
    /// A scheme of `Datasets/compensation`.
    static func scheme(_ name: String) throws -> CompensationScheme {
        let url = TestFolders.dataset("compensation").appending(path: "\(name).json")
        return try CompensationScheme(
            parsing: String(contentsOf: url, encoding: .utf8), file: "\(name).json")
    }

    /// Readings: site, day, item, value.
    static func readings(_ rows: [(String, String, String, String)]) throws -> ReadingSet {
        var builder = ReadingSetBuilder()
        try builder.read(
            [["id", "time", "parameter", "value"]] + rows.map { [$0.0, $0.1, $0.2, $0.3] },
            file: "water.csv", options: ReadingTableOptions(layout: .long))
        return builder.finish()
    }

    /// One row on the 5th of every month of a year.
    static func months(
        _ site: String, _ year: Int, _ item: String, _ value: String,
        _ months: [Int] = Array(1...12)
    ) -> [(String, String, String, String)] {
        months.map { (site, "\(year)-\($0 < 10 ? "0" : "")\($0)-05", item, value) }
    }

    static func section(
        _ id: String = "S1", target: WaterClass? = .iii, items: [ParameterCode: String] = [:]
    ) throws -> CompensationSection {
        CompensationSection(
            id: id, upstream: ["甲县"], downstream: ["乙县"], target: target,
            itemTargets: try items.mapValues { try DecimalValue(parsing: $0) })
    }

    static func choices(_ texts: [String]) -> CompensationChoices {
        CompensationChoices(texts.compactMap { CompensationChoices.Choice(parsing: $0) })
    }

    /// `payer → payee amount` of every line.
    static func lines(_ ledger: CompensationLedger) -> [String] {
        ledger.entries.map { entry in
            let head = "\(entry.period) \(entry.term ?? "—") \(entry.measurement.subject)"
            guard let payment = entry.payment else {
                return "\(head): \(entry.amount?.description ?? "—")"
            }
            return "\(head): \(payment.payer) → \(payment.payee) \(payment.amount)"
        }
    }

    @Test("Heze: COD 20 and ammonia 1.0 give 20.0 + 15.0 = 35.0 received")
    func heze() throws {
        let rows =
            Self.months("S1", 2026, "COD", "20", [1, 2, 3])
            + Self.months("S1", 2026, "NH3N", "1.0", [1, 2, 3])
        let ledger = try Self.scheme("heze-2014").settle(
            [try Self.section()], readings: try Self.readings(rows),
            period: try Period(parsing: "2026Q1"))
        #expect(
            Self.lines(ledger) == [
                "2026Q1 quarterly COD: 菏泽市 → 甲县 20.0", "2026Q1 quarterly NH3N: 菏泽市 → 甲县 15.0",
            ])
        let balance = try #require(ledger.balances.first { $0.unit == "甲县" })
        #expect(balance.received.description == "35.0" && balance.paid.mantissa == 0)
        #expect(balance.net.description == "35.0" && ledger.total.description == "35.0")
        let cod = ledger.entries[0].measurement
        #expect(cod.measured?.description == "20" && cod.target?.description == "30")
        #expect(cod.units == ExactNumber(10) && ledger.entries[0].rate?.description == "2")
        #expect(
            cod.samples.map { "\($0.time.day) \($0.file):\($0.line)" } == [
                "2026-01-05 water.csv:2", "2026-02-05 water.csv:3", "2026-03-05 water.csv:4",
            ])
    }

    @Test(
        "Heze: what is above its base is paid, on the base nothing is due",
        arguments: [
            ("30", "1.5", ["0.0", "0.0"]), ("31.5", "1.6", ["甲县 → 菏泽市 3.0", "甲县 → 菏泽市 3.0"]),
            // (30 − 30.01)·2 = −0.02, rounded to one decimal: nothing is left.
            ("30.01", "1.5", ["0.0", "0.0"]),
        ])
    func hezePays(cod: String, ammonia: String, expected: [String]) throws {
        let rows =
            Self.months("S1", 2026, "COD", cod, [4, 5])
            + Self.months("S1", 2026, "NH3N", ammonia, [4, 5])
        let ledger = try Self.scheme("heze-2014").settle(
            [try Self.section()], readings: try Self.readings(rows),
            period: try Period(parsing: "2026-04..2026-06"))
        #expect(
            Self.lines(ledger)
                == zip(["COD", "NH3N"], expected).map { "2026Q2 quarterly \($0): \($1)" })
    }

    /// COD of both years, what the class term and the change term give.
    static let yellowRivers: [(String, String, [String])] = [
        // Class II against III; the index of COD alone would be 95, the others unchanged: 98.33.
        ("15", "15", ["山东 → 河南 6000", "0"]),
        // Index (14.25/15 + 1 + 1)/3 = 98.33: 1.67 points × 100 = 166.67, without decimals 167.
        ("14.25", "15", ["山东 → 河南 6000", "山东 → 河南 167"]),
        // Class IV; (30/15 + 1 + 1)/3 = 133.33 points: 3333.33.
        ("30", "15", ["河南 → 山东 6000", "河南 → 山东 3333"]),
        // Class 劣V, three worse; (90/15 + 2)/3: 166.67 points, capped at 4000.
        ("90", "15", ["河南 → 山东 18000", "河南 → 山东 4000"]),
        // Class III: nothing is due; (20/16 + 2)/3: 8.33 points.
        ("20", "16", ["0", "河南 → 山东 833"]),
    ]

    @Test("Yellow River: classes and index of a year, with the cap", arguments: yellowRivers)
    func yellowRiver(now: String, before: String, expected: [String]) throws {
        var rows = Self.months("刘庄", 2022, "COD", now) + Self.months("刘庄", 2021, "COD", before)
        for year in [2021, 2022] {
            rows += Self.months("刘庄", year, "NH3N", "0.3") + Self.months("刘庄", year, "TP", "0.05")
        }
        let section = CompensationSection(id: "刘庄", upstream: ["河南"], downstream: ["山东"])
        let ledger = try Self.scheme("yellow-river-2021").settle(
            [section], readings: try Self.readings(rows), period: try Period(parsing: "2022"))
        #expect(
            Self.lines(ledger) == [
                "2022 basic class: \(expected[0])", "2022 change index: \(expected[1])",
            ])
        let isCapped = ledger.entries[1].notes.contains { note in
            if case .capped = note { return true }
            return false
        }
        #expect(isCapped == (now == "90"))
    }

    /// COD over a target of 50, multiple, band and amount.
    static let bands: [(String, String, String)] = [
        ("50", "0", "0.00"), ("54.9", "0.098", "0.00"),
        // From 0.1 on: 10 × 1.1.
        ("55", "0.1", "11.00"), ("75", "0.5", "15.00"), ("75.5", "0.51", "37.75"),
        ("100", "1", "50.00"), ("125", "1.5", "125.00"), ("150", "2", "300.00"),
        ("150.5", "2.01", "602.00"), ("500", "9", "2000.00"),
    ]

    @Test("Zhoukou: base by band times one and the multiple", arguments: bands)
    func zhoukou(cod: String, multiple: String, amount: String) throws {
        let section = try Self.section(
            target: .v, items: [.chemicalOxygenDemand: "50", .ammonia: "3"])
        let rows =
            Self.months("S1", 2026, "COD", cod, [4]) + Self.months("S1", 2026, "NH3N", "3", [4])
        let ledger = try Self.scheme("zhoukou").settle(
            [section], readings: try Self.readings(rows), period: try Period(parsing: "2026-04"))
        let pays = amount == "0.00" ? amount : "甲县 → 周口市 \(amount)"
        #expect(
            Self.lines(ledger) == [
                "2026-04 payment COD: \(pays)", "2026-04 payment NH3N: 0.00", "2026-04 reward : —",
            ])
        #expect(ledger.entries[0].measurement.multiple?.description == multiple)
        #expect(ledger.entries[2].notes == [.notWhole(.year, try Period(parsing: "2026-04"))])
    }
}
