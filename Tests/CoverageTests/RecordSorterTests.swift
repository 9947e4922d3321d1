import TestSupport
import Testing

@testable import Coverage

@Suite("Record sorter")
struct RecordSorterTests {
    /// Number of records, rows and columns: few and many a row, dense and scattered.
    @Test(
        "Records come by row and column, those of a cell in the order in which they came",
        arguments: [
            (0, 3, 3), (1, 1, 1), (40, 20, 20), (3000, 20, 30), (3000, 20, 1_000_000),
            (5000, 3000, 4000), (24, 1, 100), (25, 1, 100), (1000, 1, 3),
        ])
    func sorted(_ count: Int, _ rows: Int, _ columns: Int) {
        for seed in 0..<5 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            var records = (0..<count).map { index in
                // A quarter of all records fall into one row.
                let row =
                    Bool.random(using: &random) && Bool.random(using: &random) ? rows / 2 : nil
                return CellRecord(
                    row: Int32(row ?? Int.random(in: 0..<rows, using: &random)),
                    column: Int32.random(in: 0..<Int32(columns), using: &random),
                    area: Double(index), cover: -Double(index))
            }
            let expected = records.sorted {
                ($0.row, $0.column, $0.area) < ($1.row, $1.column, $1.area)
            }.map(\.area)
            var sorter = RecordSorter()
            let result = records.withUnsafeMutableBufferPointer { records in
                sorter.sort(records, rows: rows, columns: columns).map(\.area)
            }
            #expect(result == expected)
        }
    }
}
