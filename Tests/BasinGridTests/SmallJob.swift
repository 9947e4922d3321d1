import Foundation
import Geometry
import Readings
import Reports
import TestSupport

@testable import BasinGrid

extension SmallJob {
    /// The figures and tables, without writing a folder.
    struct Results {
        var job: Job
        var inputs: JobInputs
        var figures: JobFigures
        var tables: JobTables

        var layers: JobLayers {
            JobLayers(
                job: job, inputs: inputs, figures: figures, tables: tables, language: .zh)
        }

        func notes(of kind: ReportNote.Kind) -> [String] {
            figures.notes.filter { $0.kind == kind }.map(\.text.en)
        }
    }

    func compute(threads: Int = 1, language: ReportLanguage = .zh) throws -> Results {
        try withTemporaryFolder { folder in
            let options = RunOptions(threads: threads, language: language)
            let (job, inputs) = try JobRun(path: try write(into: folder), options: options).load()
            let figures = try JobComputation(job: job, inputs: inputs, options: options).figures()
            return Results(
                job: job, inputs: inputs, figures: figures,
                tables: JobTables(job: job, inputs: inputs, figures: figures, language: language))
        }
    }

    /// The faults in English with which the job is refused.
    func faults() throws -> [String] {
        try withTemporaryFolder { folder in
            do {
                _ = try JobRun(
                    path: try write(into: folder), options: RunOptions(threads: 1)
                ).load()
                return []
            } catch let faults as Faults {
                return faults.all.map(\.text.en)
            }
        }
    }
}

extension ReportTable {
    /// The cell in a row and the column called `key`.
    func cell(_ row: Int, _ key: String) -> Cell? {
        guard rows.indices.contains(row), let column = columns.firstIndex(where: { $0.key == key })
        else { return nil }
        return rows[row][column]
    }

    /// The number there, NaN for none.
    func number(_ row: Int, _ key: String) -> Double {
        switch cell(row, key) {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .decimal(let text): Double(text) ?? .nan
        case .empty, .text, nil: .nan
        }
    }

    /// The text there; `nil` for an empty cell.
    func text(_ row: Int, _ key: String) -> String? {
        guard case .text(let text) = cell(row, key) else { return nil }
        return text
    }
}

/// Inverse squared distance at cell centres, and its mean, least and largest value over boxes, by
/// plain sums.
struct PlainSurface {
    var values: [Double]

    func value(x: Double, y: Double) -> Double {
        var (top, bottom) = (0.0, 0.0)
        for (place, value) in zip(SmallJob.stationPlaces, values) {
            let squared = (place.x - x) * (place.x - x) + (place.y - y) * (place.y - y)
            if squared == 0 { return value }
            top += value / squared
            bottom += 1 / squared
        }
        return top / bottom
    }

    /// Over a box in kilometres, of cells of `cell` kilometres aligned to whole multiples.
    func statistics(
        _ box: [Double], cell: Double
    ) -> (mean: Double, min: Double, max: Double, count: Double) {
        var (sum, count, least, largest) = (0.0, 0.0, Double.infinity, -Double.infinity)
        for column in Int((box[0] / cell).rounded(.down))..<Int((box[2] / cell).rounded(.up)) {
            for row in Int((box[1] / cell).rounded(.down))..<Int((box[3] / cell).rounded(.up)) {
                let (west, south) = (Double(column) * cell, Double(row) * cell)
                let width = min(west + cell, box[2]) - max(west, box[0])
                let height = min(south + cell, box[3]) - max(south, box[1])
                let share = width * height / (cell * cell)
                let value = value(x: (west + cell / 2) * 1000, y: (south + cell / 2) * 1000)
                sum += share * value
                count += share
                least = min(least, value)
                largest = max(largest, value)
            }
        }
        return (sum / count, least, largest, count)
    }
}
