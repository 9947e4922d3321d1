import Foundation
import GeoFiles
import Geometry
import TestSupport
import Testing

@Suite("Text that is meant to break out", .enabled(if: canRunTool, noTool))
struct HostileTextTests {
    private static let labels = [
        "=1+1", "<script>alert(1)</script>", "\"><img src=x onerror=1>", "../../x",
        "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "'); DROP TABLE zones_1;--", "a,b\n\"c\"",
        "</style><svg onload=alert(1)>",
    ]

    /// A run of the small job whose counties carry hostile codes, labels and a hostile name.
    private func run(in parent: URL) throws -> URL {
        let inner = parent.appending(path: "inner")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: false)
        let job = try SampleJob(in: inner, isSmall: true)
        try job.rewrite("counties") { layer in
            for (index, label) in Self.labels.enumerated() {
                layer.features[index].attributes[0] = .text("\(label) \(index)")
                layer.features[index].attributes[1] = .text(label)
            }
        }
        try job.edit("name: 区县", "name: ../../x<script>alert(2)</script>")
        try job.edit("zones: 区县, every", "zones: ../../x<script>alert(2)</script>, every")
        try job.edit(
            "name: 太原市 2026年1—4月（示例：监测数据为合成数据）",
            "name: \"../evil<script>alert(3)</script>\"")
        let result = try job.tool("run", "job.yaml", "-o", "../out")
        #expect(result.status == 0, "\(result.errors)")
        return inner.appending(path: "out")
    }

    @Test("A formula gets an apostrophe in CSV, markup never reaches the page, no path escapes")
    func run() throws {
        try withTemporaryFolder { parent in
            let out = try run(in: parent)
            #expect(try entries(of: parent) == ["inner"])
            #expect(try entries(of: parent.appending(path: "inner")) == ["job", "out"])
            try checkTables(in: out)
            try checkReport(in: out)
            try checkGeoPackage(in: out)
        }
    }

    private func checkTables(in out: URL) throws {
        let names = try files(below: out).filter { $0.hasPrefix("tables/zones_") }
        #expect(names.count == 3)
        #expect(names.allSatisfy { $0.split(separator: "/").count == 2 }, "\(names)")
        let hostile = try #require(names.first { $0.contains("script") || $0.contains("x") })
        let rows = try readTableRows(at: out.appending(path: hostile).path).rows.dropFirst()
        #expect(rows.count == Self.labels.count + 1)
        for (row, label) in zip(rows, Self.labels) {
            let isFormula = label.first.map { "=+-@".contains($0) } ?? false
            #expect(row.cells[1] == (isFormula ? "'" + label : label), "\(row.cells[1])")
        }
        let bare = try String(contentsOf: out.appending(path: hostile), encoding: .utf8)
        for line in bare.split(whereSeparator: \.isNewline) {
            for cell in line.split(separator: ",", omittingEmptySubsequences: true) {
                let first = cell.first { $0 != "\"" }
                let isNumber = Double(cell) != nil
                #expect(first.map { "=+@".contains($0) } != true, "\(cell)")
                #expect(first != "-" || isNumber, "\(cell)")
            }
        }
    }

    private func checkReport(in out: URL) throws {
        let page = try String(contentsOf: out.appending(path: "report.html"), encoding: .utf8)
        for markup in [
            "<script>alert", "<img src=x", "<svg onload", "</style><svg",
        ] {
            #expect(!page.contains(markup), "\(markup) stands in the page")
        }
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        // What was escaped is still readable: no label vanishes.
        #expect(page.contains("=1+1") && page.contains("../../x"))
        #expect(!page.contains("onerror=1>"))
    }

    private func checkGeoPackage(in out: URL) throws {
        let layer = try readVectorLayer(
            at: out.appending(path: "results.gpkg").path, options: .init(layer: "zones_2"))
        let label = try layer.index(ofField: "label")
        #expect(layer.features.map { $0.attributes[label].text } == Self.labels)
    }

    @Test("zonal keeps formulas as text in every plain format")
    func zonal() throws {
        try withTemporaryFolder { folder in
            let raster = folder.appending(path: "pm25.tif").path
            #expect(try runTool(interpolation(to: raster, cell: "5km")).status == 0)
            let job = try SampleJob(in: folder, isSmall: true)
            try job.rewrite("counties") { layer in
                for (index, label) in Self.labels.enumerated() {
                    layer.features[index].attributes[0] = .text(label)
                }
            }
            let arguments = [
                "zonal", "--raster", raster, "--zones", job.file("counties.gpkg").path,
                "--id-field", "CODE", "--stats", "count",
            ]
            let csv = try runTool(arguments)
            #expect(csv.output.contains("\n'=1+1,") && csv.output.contains("\n'-2+3,"))
            for kind in ["xlsx", "csv"] {
                let output = folder.appending(path: "zones.\(kind)").path
                #expect(try runTool(arguments + ["-o", output]).status == 0)
                let rows = try readTableRows(at: output).rows.dropFirst()
                let mark = kind == "csv" ? "'" : ""
                #expect(rows.first?.cells[0] == mark + "=1+1")
                #expect(rows.count == Self.labels.count)
            }
        }
    }

    @Test("Hostile text in a filter or a field name is no SQL")
    func filters() throws {
        let result = try runTool([
            "inspect", "Datasets/taiyuan/counties.shp", "--where",
            "CODE = '1'; DROP TABLE counties",
        ])
        #expect(result.status == 65 || result.status == 64, "\(result.errors)")
        #expect(
            FileManager.default.fileExists(
                atPath: TestFolders.dataset("taiyuan").appending(path: "counties.shp").path))
    }
}
