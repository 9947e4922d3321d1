import GeoFiles
import Geometry
import Grids
import HotSpots

/// The cells of a fishnet, or other sites, as neighbours of each other: what is significant among
/// their values, and how it changes in time.
struct CellNeighbours {
    private let links: any NeighbourLinks
    /// Where each site stands among those of `links`.
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
        places = cells.map { $0.row * grid.columns + $0.column }
        self.threads = threads
    }

    /// The neighbours that a text on `option` means among cells.
    ///
    /// - Throws: `Fault` for a text that means none, or rivers; `HotSpotError`.
    init(
        _ text: String, option: String, of cells: [FishnetCell], in fishnet: Fishnet, threads: Int
    ) throws {
        let choice = try NeighbourChoice(parsing: text, option: option)
        if let around = try choice.neighbourhood(on: fishnet.geometry, option: option) {
            self.init(within: around, of: cells, in: fishnet, threads: threads)
            return
        }
        guard case .nearest(let count) = choice else {
            throw Fault(
                .usage, zh: "\(option) \(text) 只用于站点：请加 --sites stations 与 --rivers。",
                en: "\(option) \(text) is of stations: pass --sites stations and --rivers.")
        }
        self.init(
            sites: try .planarNearest(count, of: cells.map(\.box.centre), threads: threads),
            threads: threads)
    }

    /// Sites with weights of their own.
    init(sites links: SpatialWeights, threads: Int) {
        self.links = links
        places = Array(0..<links.siteCount)
        self.threads = threads
    }

    // MARK: - Local statistics

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
        let values = onSites(means)
        let all = LocalG(includesSelf: includesSelf).scores(
            of: values, among: links, threads: threads)
        let judged = judged(values, z: all.z, correction, permutations)
        return Significance(
            scores: LocalG.Scores(
                z: places.map { all.z[$0] },
                neighbourCounts: places.map { all.neighbourCounts[$0] }),
            p: judged.p, bins: judged.bins)
    }

    /// Local Moran's I of every cell, in the order of the cells.
    struct Likeness: Sendable {
        var statistics: [Double]
        var z: [Double]
        var quadrants: [MoranQuadrant?]
        /// Of the normal distribution, or of permutations.
        var p: [Double]
        /// Positive for cells like their neighbours, negative for those that stand out; 0 where
        /// there is no score.
        var bins: [Int8]

        /// The quadrant where it is significant: HH, LL, HL or LH.
        func cluster(of cell: Int) -> MoranQuadrant? { bins[cell] == 0 ? nil : quadrants[cell] }
    }

    /// - Parameters: as `significance`; neighbours' weights are brought to a sum of 1.
    func likeness(
        of means: [CellMean], correction: MultipleTesting, permutations: Permutations? = nil
    ) -> Likeness {
        let values = onSites(means)
        let all = LocalMoran().scores(of: values, among: links, threads: threads)
        let judged = judged(values, z: all.z, correction, permutations)
        return Likeness(
            statistics: places.map { all.statistics[$0] }, z: places.map { all.z[$0] },
            quadrants: places.map { all.quadrants[$0] }, p: judged.p, bins: judged.bins)
    }

    private func judged(
        _ values: [Double], z: [Double], _ correction: MultipleTesting,
        _ permutations: Permutations?
    ) -> (p: [Double], bins: [Int8]) {
        let p: [Double]
        let bins: [Int8]
        if let permutations {
            // A place without a score has no probability either.
            p = zip(
                permutations.localProbabilities(of: values, among: links, threads: threads), z
            ).map { $1.isNaN ? .nan : $0 }
            bins = significanceBins(ofProbabilities: p, signs: z, correction: correction)
        } else {
            p = z.map(twoSidedProbability(ofZ:))
            let cutoffs = SignificanceCutoffs(of: z, correction: correction)
            bins = z.map(cutoffs.bin(ofZ:))
        }
        return (places.map { p[$0] }, places.map { bins[$0] })
    }

    // MARK: - Global statistics

    /// A statistic of all cells together.
    struct Whole: Sendable {
        var name: String
        var statistic: GlobalStatistic
        /// Two-sided: of the normal distribution, or of permutations.
        var p: Double
    }

    /// Moran's I (weights brought to a sum of 1) and general G; `refusal` says why there is no
    /// general G, as it is of amounts.
    func wholes(
        of means: [CellMean], permutations: Permutations? = nil
    ) -> (found: [Whole], refusal: HotSpotError?) {
        let values = onSites(means)
        let moran = moranI(of: values, among: links, threads: threads)
        var found = [
            Whole(
                name: "moran", statistic: moran,
                p: permutations?.moranProbability(of: values, among: links, threads: threads)
                    ?? moran.p)
        ]
        do throws(HotSpotError) {
            let g = try generalG(of: values, among: links, threads: threads)
            found.append(
                Whole(
                    name: "general-g", statistic: g,
                    p: permutations?.generalGProbability(
                        of: values, among: links, threads: threads) ?? g.p))
            return (found, nil)
        } catch {
            return (found, error)
        }
    }

    // MARK: - Change in time

    /// The history of every cell over periods in the order of time.
    ///
    /// - Throws: `HotSpotError.tooFewSteps` below two periods.
    func histories(
        of periods: [[CellMean]], correction: MultipleTesting
    ) throws -> [EmergingHotSpots.Site] {
        let sites = try EmergingHotSpots(correction: correction).sites(
            of: periods.map(onSites), among: links, threads: threads)
        return places.map { sites[$0] }
    }

    /// What the neighbours of each cell add up to.
    func sums(of values: [Double]) -> NeighbourSums {
        let all = links.sums(of: onSites(values), threads: threads)
        return NeighbourSums(
            products: places.map { all.products[$0] }, weights: places.map { all.weights[$0] },
            squaredWeights: places.map { all.squaredWeights[$0] },
            counts: places.map { all.counts[$0] })
    }

    private func onSites(_ means: [CellMean]) -> [Double] { onSites(means.map(\.value)) }

    private func onSites(_ own: [Double]) -> [Double] {
        var values = [Double](repeating: .nan, count: links.siteCount)
        for (place, value) in zip(places, own) { values[place] = value }
        return values
    }
}
