import Grids
import HotSpots

/// The cells of a fishnet as neighbours of each other: what is significant among their values, and
/// how it changes in time.
struct CellNeighbours {
    private let links: GridLinks
    private let cellCount: Int
    /// Where each cell lies on the fishnet's grid, row-major.
    private let places: [Int]
    private let threads: Int

    /// - Parameter neighbourhood: Which cells of the fishnet's grid are neighbours.
    init(
        within neighbourhood: GridNeighbourhood, of cells: [FishnetCell], in fishnet: Fishnet,
        threads: Int
    ) {
        let grid = fishnet.geometry
        links = GridLinks(
            rows: grid.rows, columns: grid.columns, neighbourhood: neighbourhood)
        cellCount = grid.cellCount
        places = cells.map { $0.row * grid.columns + $0.column }
        self.threads = threads
    }

    /// Gᵢ* (or Gᵢ) of every cell, in the order of the cells.
    struct Significance: Sendable {
        var scores: LocalG.Scores
        /// Of the normal distribution, or of permutations.
        var p: [Double]
        /// 0 where there is no score.
        var bins: [Int8]
    }

    /// - Parameters:
    ///   - means: One a cell; NaN where there is none.
    ///   - permutations: `nil` for the probabilities of the normal distribution.
    func significance(
        of means: [CellMean], includesSelf: Bool = true, correction: MultipleTesting,
        permutations: Permutations? = nil
    ) -> Significance {
        let values = onGrid(means)
        let all = LocalG(includesSelf: includesSelf).scores(
            of: values, among: links, threads: threads)
        let probabilities = permutations?.localProbabilities(
            of: values, among: links, threads: threads)
        let bins =
            probabilities.map {
                significanceBins(ofProbabilities: $0, signs: all.z, correction: correction)
            } ?? all.bins(correction: correction)
        let p = probabilities ?? all.p
        return Significance(
            scores: LocalG.Scores(
                z: places.map { all.z[$0] },
                neighbourCounts: places.map { all.neighbourCounts[$0] }),
            p: places.map { p[$0] }, bins: places.map { bins[$0] })
    }

    /// The history of every cell over periods in the order of time.
    ///
    /// - Throws: `HotSpotError.tooFewSteps` below two periods.
    func histories(
        of periods: [[CellMean]], correction: MultipleTesting
    ) throws -> [EmergingHotSpots.Site] {
        let sites = try EmergingHotSpots(correction: correction).sites(
            of: periods.map(onGrid), among: links, threads: threads)
        return places.map { sites[$0] }
    }

    private func onGrid(_ means: [CellMean]) -> [Double] {
        var values = [Double](repeating: .nan, count: cellCount)
        for (place, mean) in zip(places, means) { values[place] = mean.value }
        return values
    }
}
