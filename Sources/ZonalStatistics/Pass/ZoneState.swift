import Foundation
import Grids

/// What the cells of a zone have added up to in one tile, or so far.
///
/// Only what the `StateNeeds` name is kept; the rest stays as it begins.
struct ZoneState: Sendable, Hashable {
    var moments = Moments()
    var minimumPlace: CellPlace?
    var maximumPlace: CellPlace?
    /// Σ c of cells above each limit.
    var above: [CompensatedSum] = []
    var sine = CompensatedSum()
    var cosine = CompensatedSum()
    /// Moments with c·w as weight.
    var weighted = Moments()
    /// Σ c of cells with a value, but without a weight.
    var withoutWeight = CompensatedSum()
    /// Whether a cell with a value has the weight 0.
    var hasZeroWeight = false

    init(_ needs: StateNeeds) {
        above = Array(repeating: CompensatedSum(), count: needs.limits.count)
    }

    /// A cell by row and column; sorts as cells are read.
    struct CellPlace: Sendable, Hashable, Comparable {
        let row: Int32
        let column: Int32

        static func < (a: CellPlace, b: CellPlace) -> Bool {
            (a.row, a.column) < (b.row, b.column)
        }
    }

    /// Adds the cells of a later tile.
    mutating func merge(_ later: ZoneState) {
        mergePlaces(later)
        moments.merge(later.moments)
        for index in above.indices { above[index].add(later.above[index]) }
        sine.add(later.sine)
        cosine.add(later.cosine)
        weighted.merge(later.weighted)
        withoutWeight.add(later.withoutWeight)
        hasZeroWeight = hasZeroWeight || later.hasZeroWeight
    }

    /// The first cell in the order of rows has it; a later tile may begin in an earlier row.
    private mutating func mergePlaces(_ later: ZoneState) {
        if let place = later.minimumPlace {
            let (ours, theirs) = (moments.minimum, later.moments.minimum)
            if theirs < ours || (theirs == ours && minimumPlace.map { place < $0 } ?? true) {
                minimumPlace = place
            }
        }
        if let place = later.maximumPlace {
            let (ours, theirs) = (moments.maximum, later.moments.maximum)
            if theirs > ours || (theirs == ours && maximumPlace.map { place < $0 } ?? true) {
                maximumPlace = place
            }
        }
    }
}

// MARK: - Cells of a run

extension ZoneState {
    /// Adds to what is kept beside the moments neighbouring cells of a row with one coverage
    /// fraction; the moments of all cells of the tile are there already.
    ///
    /// - Parameters:
    ///   - place: The first cell.
    ///   - values: NaN where there is no data.
    @inline(__always)
    mutating func add<Value: CellValue>(
        _ values: UnsafeBufferPointer<Value>, at place: @autoclosure () -> CellPlace,
        fraction: Double, _ needs: StateNeeds
    ) {
        if needs.places { notePlaces(values, at: place()) }
        for (index, limit) in needs.limits.enumerated() {
            var count = 0
            // Without a branch, which values at random would take in either way.
            for value in values { count += Double(value) > limit ? 1 : 0 }
            above[index].add(fraction * Double(count))
        }
        if needs.circular { addDirections(values, fraction) }
    }

    /// The first cell in the order of rows that holds the extreme.
    private mutating func notePlaces<Value: CellValue>(
        _ values: UnsafeBufferPointer<Value>, at place: CellPlace
    ) {
        func first(_ extreme: Double) -> CellPlace? {
            values.firstIndex { Double($0) == extreme }.map {
                CellPlace(row: place.row, column: place.column + Int32($0))
            }
        }
        minimumPlace = minimumPlace ?? first(moments.minimum)
        maximumPlace = maximumPlace ?? first(moments.maximum)
    }

    private mutating func addDirections<Value: CellValue>(
        _ values: UnsafeBufferPointer<Value>, _ fraction: Double
    ) {
        for value in values where value == value {
            let direction = unitVector(ofDegrees: Double(value))
            sine.add(fraction * direction.sine)
            cosine.add(fraction * direction.cosine)
        }
    }

    /// Sends the cells of a run that have a weight as well to `cells`, and notes the others.
    @inline(__always)
    mutating func add<Value: CellValue>(
        _ values: UnsafeBufferPointer<Value>, weights: UnsafeBufferPointer<Double>,
        fraction: Double, to cells: WeightedCells
    ) {
        for (value, weight) in zip(values, weights) where value == value {
            // A product too small for a Double weighs nothing.
            if fraction * weight > 0 {
                cells.append(Double(value), weight: fraction * weight)
            } else if weight.isNaN {
                withoutWeight.add(fraction)
            } else {
                hasZeroWeight = true
            }
        }
    }
}

/// Sine and cosine of an angle: exact in the four main directions, and symmetrical, so that equal
/// turns to the left and right of north cancel out.
private func unitVector(ofDegrees degrees: Double) -> (sine: Double, cosine: Double) {
    let turned = degrees.remainder(dividingBy: 360)
    switch turned {
    case 0: return (0, 1)
    case 90: return (1, 0)
    case 180, -180: return (0, -1)
    case -90: return (-1, 0)
    default:
        let angle = turned * (.pi / 180)
        return (sin(angle), cos(angle))
    }
}
