import Foundation
import Geometry
import Reports
import TestSupport
import Testing

@testable import BasinGrid

@Suite("Where a table goes")
struct TableTargetTests {
    private let table = ReportTable(
        id: "t", title: "t",
        columns: [
            .init(key: "id", heading: "id", kind: .text),
            .init(key: "mean", heading: "mean", kind: .number(decimals: nil)),
        ], rows: [[.text("=A"), .number(1.5)], [.text("乙"), .empty]])

    private let options = RunOptions(threads: 1)

    @Test("Without a path, and with -, the table is CSV on standard output", arguments: [nil, "-"])
    func standardOutput(output: String?) throws {
        let target = TableTarget(output)
        try target.checkWritable(overwrite: false)
        let outcome = try target.write(table, shapes: nil, crs: nil, options: options)
        #expect(outcome.standardOutput == "id,mean\n'=A,1.5\n乙,\n")
        #expect(outcome.outputs.isEmpty)
    }

    @Test(
        "An extension that is no table's is wrong usage, and the known ones are named",
        arguments: ["t.pdf", "t", "t.tif", "t.csv.bak", ".csv"])
    func unknownExtensions(name: String) {
        let fault = #expect(throws: Fault.self) {
            try TableTarget(name).checkWritable(overwrite: true)
        }
        #expect(fault?.kind == .usage)
        #expect(fault?.text.en.contains(".csv, .json, .geojson, .gpkg, .shp, .fgb, .xlsx") == true)
    }

    @Test("An existing file is refused unless it may be overwritten; a missing folder always is")
    func existingFiles() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "t.csv").path
            try TableTarget(path).checkWritable(overwrite: false)
            try Data().write(to: URL(fileURLWithPath: path))
            let fault = #expect(throws: Fault.self) {
                try TableTarget(path).checkWritable(overwrite: false)
            }
            #expect(fault?.kind == .output)
            #expect(fault?.text.en.contains("--overwrite") == true)
            try TableTarget(path).checkWritable(overwrite: true)
            let missing = #expect(throws: Fault.self) {
                try TableTarget(folder.path + "/none/t.csv").checkWritable(overwrite: true)
            }
            #expect(missing?.kind == .output)
            #expect(missing?.text.en.contains("does not exist") == true)
        }
    }

    @Test("Every format that is named is written", arguments: TableTarget.extensions)
    func formats(ending: String) throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "表.\(ending)").path
            let square = Polygon(box: BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1))
            let outcome = try TableTarget(path).write(
                table, shapes: [.polygons([square]), .polygons([square])],
                crs: try coordinateReferenceSystem(named: "EPSG:4547"), options: options)
            #expect(outcome.outputs == [path])
            #expect(fileSize(path) > 0)
        }
    }
}
