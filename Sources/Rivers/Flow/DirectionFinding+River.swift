import Geometry

extension DirectionFinding {
    /// Directs each river as most of it is digitised.
    ///
    /// The pieces of one river that follow each other (nodes where exactly two ends of the river
    /// meet) are a chain and flow one way: that in which most of the chain's length is digitised.
    /// Where the chains of a connected river contradict each other, the way from one far end of the
    /// river to the other is taken as a whole (`RiverAxis`), again in the direction of most
    /// digitised length, and all arms between run with it. Side branches keep their own chains'
    /// direction.
    mutating func directByRiver() {
        for chains in lines.chainsByRiver() {
            if chains.count == 1, chains[0].start != chains[0].end {
                directAlone(chains[0])
                continue
            }
            for part in RiverAxis.connectedParts(of: chains) { direct(part.map { chains[$0] }) }
        }
    }

    private mutating func directAlone(_ chain: Chain) {
        if chain.isUndecided { note(.directionUnclear, chain.seed) }
        turn(chain, flowsForward: chain.flowsForward, by: .river)
    }

    /// Directs the chains of one connected part of a river.
    private mutating func direct(_ chains: [Chain]) {
        let axis = RiverAxis.isConsistent(chains) ? nil : RiverAxis(chains)
        for (number, chain) in chains.enumerated() {
            switch axis?.directions[number] {
            case .along?: turn(chain, flowsForward: true, by: .river)
            case .against?: turn(chain, flowsForward: false, by: .river)
            case .unclear?:
                note(.directionUnclear, chain.seed)
                turn(chain, flowsForward: chain.flowsForward, by: .river)
            case .aside?, nil: directAlone(chain)
            }
        }
        if let undecided = axis?.undecidedReach { note(.directionUnclear, undecided) }
    }

    private mutating func turn(_ chain: Chain, flowsForward: Bool, by evidence: FlowEvidence) {
        for piece in chain.pieces {
            direct(piece.reach, reversed: piece.isAlong != flowsForward, by: evidence)
        }
    }

    /// Directs each chain down the straight line through the elevations of its vertices; a chain
    /// without slope keeps the direction in which most of it is digitised, with a note.
    mutating func directByElevation(_ elevation: (Coordinate) -> Double?) {
        for chain in lines.chainsByRiver().joined() {
            let slope = slope(of: chain, elevation)
            if slope == 0 { note(.directionUnclear, chain.seed) }
            turn(
                chain, flowsForward: slope == 0 ? chain.flowsForward : slope < 0, by: .elevation)
        }
    }

    /// The rise from start to end in metres a metre, by least squares over the vertices, each with
    /// the length that it stands for; 0 with elevations at fewer than two places.
    ///
    /// Seen from the seed both halves of the chain run outwards, so distances are signed.
    private func slope(of chain: Chain, _ elevation: (Coordinate) -> Double?) -> Double {
        var fit = WeightedLine()
        var ahead = 0.0
        var behind = 0.0
        for (number, piece) in chain.pieces.enumerated() {
            let reach = lines.reaches[piece.reach]
            let length = reach.lengthInMetres
            let isBehind = number >= chain.piecesAhead
            let start = isBehind ? behind - length : ahead
            for (vertex, place) in reach.line.coordinates.enumerated() {
                guard let height = elevation(place), height.isFinite else { continue }
                let measure = reach.vertexMeasures[vertex]
                fit.add(
                    x: start + (piece.isAlong ? measure : length - measure), y: height,
                    weight: reach.span(ofVertex: vertex))
            }
            if isBehind { behind -= length } else { ahead += length }
        }
        return fit.slope
    }
}

/// The straight line that fits weighted places best: y = a + slope · x.
private struct WeightedLine {
    private var weight = 0.0
    private var meanX = 0.0
    private var meanY = 0.0
    private var squaresX = 0.0
    private var products = 0.0

    /// Takes a place up with its deviations from the means so far, so that nothing cancels.
    mutating func add(x: Double, y: Double, weight own: Double) {
        guard own > 0 else { return }
        weight += own
        let dx = x - meanX
        meanX += dx * own / weight
        meanY += (y - meanY) * own / weight
        squaresX += own * dx * (x - meanX)
        products += own * dx * (y - meanY)
    }

    /// 0 where all places have one x, or none is known.
    var slope: Double { squaresX > 0 ? products / squaresX : 0 }
}

extension Reach {
    /// Half the length of the segments that meet in a vertex, in metres.
    fileprivate func span(ofVertex vertex: Int) -> Double {
        let before = vertex > 0 ? segmentLengths[vertex - 1] : 0
        let after = vertex < segmentLengths.count ? segmentLengths[vertex] : 0
        return (before + after) / 2
    }
}
