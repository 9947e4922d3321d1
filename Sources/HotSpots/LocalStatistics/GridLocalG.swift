public import Grids
import Parallel

/// Gᵢ* and Gᵢ of a raster of any size, band of rows by band of rows.
///
/// The same numbers as `LocalG` among `GridLinks`. Neighbourhoods are summed by running sums along
/// rows, so that a cell costs as much as its neighbourhood has rows; memory holds a few bands.
public struct GridLocalG: Hashable, Sendable {
    public var neighbourhood: GridNeighbourhood
    /// Whether a cell counts as its own neighbour: Gᵢ* with, Gᵢ without.
    public var includesSelf: Bool
    public var correction: MultipleTesting
    public var levels: SignificanceLevels

    public init(
        _ neighbourhood: GridNeighbourhood, includesSelf: Bool = true,
        correction: MultipleTesting = .benjaminiHochberg,
        levels: SignificanceLevels = .standard
    ) {
        self.neighbourhood = neighbourhood
        self.includesSelf = includesSelf
        self.correction = correction
        self.levels = levels
    }

    /// Some rows of the raster, row by row.
    public struct Band: Hashable, Sendable {
        public let rows: Range<Int>
        /// The raster's values; NaN where there is none.
        public internal(set) var values: [Double]
        /// NaN where `LocalG.Scores.z` is.
        public internal(set) var z: [Double]
        /// How many neighbours have a value, the cell itself counted for Gᵢ*.
        public internal(set) var neighbourCounts: [Float]

        /// Two-sided probabilities; NaN where `z` is.
        public var p: [Double] { z.map(twoSidedProbability(ofZ:)) }
    }

    /// What holds for the whole raster.
    public struct Summary: Hashable, Sendable {
        /// Of all cells with a value.
        public var moments: ValueMoments
        /// From which |z| on a cell is in which bin.
        public var cutoffs: SignificanceCutoffs
        /// How many cells have a z-score: the number of tests.
        public var testCount: Int
    }

    /// All bands, in order, with the cutoffs that the whole raster gives.
    ///
    /// The raster is read for its mean and variance, once or twice for the cutoffs, and once for
    /// the bands.
    ///
    /// - Parameters:
    ///   - raster: One band. What is not finite is no value.
    ///   - threads: How many threads work; the result is the same for any number.
    ///   - progress: Told the part of the work that is done, 0…1.
    ///   - sink: Takes the bands in order, from one thread at a time.
    /// - Throws: What `raster`, `progress` or `sink` throws.
    /// - Precondition: `raster` has one band.
    /// - Complexity: O(cells × rows of the neighbourhood); memory about 50 bytes a cell of the
    ///   bands in work, each of about half a million cells and its neighbourhood.
    public func bands(
        of raster: any RasterStack, threads: Int = 1,
        progress: (Double) throws -> Void = { _ in },
        into sink: (Band, Summary) throws -> Void
    ) throws {
        precondition(raster.bandCount == 1, "local statistics are of one band")
        let cellCount = Double(raster.geometry.rows)
        let pass = GridLocalGPass(self, raster, threads: threads)
        let moments = try pass.moments()
        try progress(0.1)
        let cutoffs: SignificanceCutoffs
        var search = FalseDiscoverySearch(levels: levels)
        try pass.forEachBand(moments) { band in
            search.count(band.z)
            try progress(0.1 + 0.35 * Double(band.rows.upperBound) / cellCount)
        }
        if correction == .benjaminiHochberg {
            if search.needsValues {
                try pass.forEachBand(moments) { band in
                    search.collect(band.z)
                    try progress(0.45 + 0.15 * Double(band.rows.upperBound) / cellCount)
                }
            }
            cutoffs = search.cutoffs()
        } else {
            cutoffs = SignificanceCutoffs(uncorrected: levels)
        }
        let summary = Summary(moments: moments, cutoffs: cutoffs, testCount: search.testCount)
        try pass.forEachBand(moments) { band in
            try sink(band, summary)
            try progress(0.6 + 0.4 * Double(band.rows.upperBound) / cellCount)
        }
    }

    /// The whole raster at once, for rasters that fit into memory: each band is computed once.
    ///
    /// - Complexity: as `bands`; memory 28 bytes a cell.
    public func scores(
        of raster: any RasterStack, threads: Int = 1
    ) throws -> (scores: Band, summary: Summary) {
        precondition(raster.bandCount == 1, "local statistics are of one band")
        let pass = GridLocalGPass(self, raster, threads: threads)
        let moments = try pass.moments()
        let geometry = raster.geometry
        var whole = Band(rows: 0..<geometry.rows, values: [], z: [], neighbourCounts: [])
        whole.values.reserveCapacity(geometry.cellCount)
        whole.z.reserveCapacity(geometry.cellCount)
        whole.neighbourCounts.reserveCapacity(geometry.cellCount)
        try pass.forEachBand(moments) { band in
            whole.values += band.values
            whole.z += band.z
            whole.neighbourCounts += band.neighbourCounts
        }
        let cutoffs = SignificanceCutoffs(of: whole.z, correction: correction, levels: levels)
        let tests = whole.z.reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
        return (whole, Summary(moments: moments, cutoffs: cutoffs, testCount: tests))
    }
}

/// One way through a raster.
struct GridLocalGPass {
    private let statistic: GridLocalG
    private let raster: any RasterStack
    private let threads: Int
    private let plan: [Range<Int>]

    /// About half a million cells: their sums stay in a cache, and the rows around them weigh
    /// little.
    private static let cellsPerBand = 1 << 19

    init(_ statistic: GridLocalG, _ raster: any RasterStack, threads: Int) {
        self.statistic = statistic
        self.raster = raster
        self.threads = threads
        plan = chunks(
            of: raster.geometry.rows,
            size: max(1, Self.cellsPerBand / raster.geometry.columns))
    }

    func moments() throws -> ValueMoments {
        var moments = ValueMoments()
        let columns = raster.geometry.columns
        try streamChunks(
            plan.count, threads: threads, makeWorker: { RowReading(try raster.makeReader()) },
            produce: { worker, index in
                try worker.read(plan[index], columns: columns)
                return ValueMoments(of: worker.values.prefix(plan[index].count * columns))
            },
            consume: { moments.join($0) })
        return moments
    }

    func forEachBand(
        _ moments: ValueMoments, _ body: (GridLocalG.Band) throws -> Void
    ) throws {
        let geometry = raster.geometry
        try streamChunks(
            plan.count, threads: threads,
            makeWorker: {
                GridLocalGWorker(
                    statistic, moments, try raster.makeReader(), rows: geometry.rows,
                    columns: geometry.columns)
            },
            produce: { worker, index in try worker.band(plan[index]) },
            consume: body)
    }
}

/// The rows of a raster, in a buffer that is used again.
private struct RowReading {
    private let reader: any RasterStackReader
    /// Rows of the last reading; what stands behind them is left over.
    private(set) var values: [Double] = []

    init(_ reader: any RasterStackReader) { self.reader = reader }

    mutating func read(_ rows: Range<Int>, columns: Int) throws {
        let count = rows.count * columns
        if values.count < count { values = [Double](repeating: 0, count: count) }
        let area = RasterArea(GridWindow(rows: rows, columns: 0..<columns))
        try values.withUnsafeMutableBufferPointer {
            try reader.read(area, into: UnsafeMutableBufferPointer(rebasing: $0[..<count]))
        }
    }

    /// Takes `mean` off the first `count` values.
    mutating func subtract(_ mean: Double, count: Int) {
        values.withUnsafeMutableBufferPointer { values in
            for index in 0..<count { values[index] -= mean }
        }
    }
}

/// What a thread keeps for itself.
private struct GridLocalGWorker {
    private let statistic: GridLocalG
    private let mean: Double
    private let formula: LocalGFormula
    /// For Gᵢ*: what a sum is to be multiplied by, by the number of neighbours.
    private let inverseErrors: [Double]
    private let columns: Int
    private var reading: RowReading
    private var window: WindowSums

    init(
        _ statistic: GridLocalG, _ moments: ValueMoments, _ reader: any RasterStackReader,
        rows: Int, columns: Int
    ) {
        self.statistic = statistic
        mean = moments.mean
        let formula = LocalGFormula(moments, includesSelf: statistic.includesSelf)
        self.formula = formula
        inverseErrors =
            statistic.includesSelf
            ? (0...statistic.neighbourhood.cellCount).map {
                formula.inverseError(ofNeighbours: Double($0))
            } : []
        self.columns = columns
        reading = RowReading(reader)
        window = WindowSums(statistic.neighbourhood, rows: rows, columns: columns)
    }

    mutating func band(_ rows: Range<Int>) throws -> GridLocalG.Band {
        let sources = window.sources(of: rows)
        try reading.read(sources, columns: columns)
        reading.subtract(mean, count: sources.count * columns)
        let count = rows.count * columns
        var sums = [Double](repeating: 0, count: count)
        var counts = [Float](repeating: 0, count: count)
        reading.values.withUnsafeBufferPointer {
            window.compute(
                rows, from: UnsafeBufferPointer(rebasing: $0[..<(sources.count * columns)]),
                sums: &sums, counts: &counts)
        }
        let start = (rows.lowerBound - sources.lowerBound) * columns
        var own = Array(reading.values[start..<start + count])
        turnIntoScores(&sums, &counts, own)
        for index in own.indices { own[index] = own[index].isFinite ? own[index] + mean : .nan }
        return GridLocalG.Band(rows: rows, values: own, z: sums, neighbourCounts: counts)
    }

    /// Replaces sums by z-scores.
    private func turnIntoScores(
        _ sums: inout [Double], _ counts: inout [Float], _ own: [Double]
    ) {
        if statistic.includesSelf {
            for index in sums.indices {
                guard own[index].isFinite else {
                    sums[index] = .nan
                    counts[index] = 0
                    continue
                }
                sums[index] *= inverseErrors[Int(counts[index])]
            }
            return
        }
        for index in sums.indices {
            guard own[index].isFinite else {
                sums[index] = .nan
                counts[index] = 0
                continue
            }
            counts[index] -= 1
            let weight = Double(counts[index])
            sums[index] =
                weight > 0
                ? formula.z(
                    sum: sums[index] - own[index], own: own[index], weight: weight,
                    squaredWeight: weight) : .nan
        }
    }
}
