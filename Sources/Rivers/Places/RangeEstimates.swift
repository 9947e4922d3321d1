/// A section's place and what was measured there.
public struct SectionValue: Hashable, Sendable {
    public var section: LocatedSection
    /// A concentration, or whatever may be interpolated; any unit.
    public var value: Double

    public init(section: LocatedSection, value: Double) {
        self.section = section
        self.value = value
    }
}

/// The value of the water at a place of the network, and how it came about.
public struct RangeEstimate: Hashable, Sendable {
    /// How a value came about.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// One section's value stands for it: there is none on the other side.
        case measured
        /// Between the water above and the section below, by river distance.
        case interpolated
        /// The water above comes from several arms, and no section lies below.
        case mixed
        /// No section above or below.
        case unknown
    }

    public var method: Method
    /// `nil` where unknown.
    public var value: Double?
    /// River metres to the nearest section that the water came from; `nil` without one.
    public var upstreamDistanceInMetres: Double?
    /// River metres to the section below; `nil` without one.
    public var downstreamDistanceInMetres: Double?

    public init(
        method: Method, value: Double? = nil, upstreamDistanceInMetres: Double? = nil,
        downstreamDistanceInMetres: Double? = nil
    ) {
        self.method = method
        self.value = value
        self.upstreamDistanceInMetres = upstreamDistanceInMetres
        self.downstreamDistanceInMetres = downstreamDistanceInMetres
    }
}

extension RiverNetwork {
    /// The value in the middle of each of `ranges`, which is its mean where it is interpolated.
    ///
    /// The water keeps the value of a section until it comes to the next one, and changes evenly
    /// along the river in between: at distances a below the upper and b above the lower section it
    /// is (b·upper + a·lower) ÷ (a + b). Where waters meet, the value is the mean of those that
    /// come in, weighted by `weights`; arms whose value is unknown do not count. Without weights
    /// nothing is mixed: below a confluence the value above is known only where all waters that
    /// meet have one and the same. Where water divides, all arms carry on the value. In a loop the
    /// water above is unknown. No decay, no travel time: this is no hydraulic model.
    ///
    /// - Parameters:
    ///   - ranges: Of this network, cut at nodes and sections (`cutsEverywhere`).
    ///   - weights: For each reach its flow or drainage area, 0 or more; not finite counts as 0.
    /// - Complexity: O((links + sections) log links).
    public func estimates(
        of ranges: [SectionRange], from sections: [SectionValue], weights: [Double]? = nil
    ) -> [RangeEstimate] {
        precondition(weights?.count ?? reaches.count == reaches.count, "one weight a reach")
        let order = sections.enumerated().filter { $0.element.value.isFinite }
            .sorted { ($0.element.section.id, $0.offset) < ($1.element.section.id, $1.offset) }
            .map(\.element)
        let placed = SectionPlaces(
            network: self, sections: order.map(\.section), againstFlow: false)
        let water = RiverWater(
            network: self, places: placed, values: order.map(\.value), weights: weights)
        return ranges.map { range in
            water.estimate(
                at: RiverPosition(
                    reach: range.reach,
                    measureInMetres: (range.fromMeasure + range.toMeasure) / 2))
        }
    }
}

/// The values that the water brings to every node.
private struct RiverWater {
    /// What comes down: a value, how far it has come from a section, whether it is of several.
    private struct Arriving {
        var value: Double
        var distance: Double
        var isMixed: Bool
    }

    private let network: RiverNetwork
    private let places: SectionPlaces
    private let values: [Double]
    private let answers: [SectionPlaces.Answer]
    private var arriving: [Arriving?]

    init(
        network: RiverNetwork, places: SectionPlaces, values: [Double], weights: [Double]?
    ) {
        self.network = network
        self.places = places
        self.values = values
        answers = places.answersWithFlow()
        arriving = [Arriving?](repeating: nil, count: network.nodes.count)
        // Nodes once all that flows into them is known, so that a loop is never entered.
        var missing = network.incoming.map(\.count)
        var ready = missing.indices.filter { missing[$0] == 0 }
        while let node = ready.popLast() {
            arriving[node] = mixed(at: node, weights: weights)
            for link in network.outgoing[node] {
                let lower = network.links[link].lowerNode
                missing[lower] -= 1
                if missing[lower] == 0 { ready.append(lower) }
            }
        }
    }

    private func mixed(at node: Int, weights: [Double]?) -> Arriving? {
        let incoming = network.incoming[node]
        let known = incoming.compactMap { link in atLowerEnd(of: link).map { (link, $0) } }
        guard let first = known.first?.1 else { return nil }
        if incoming.count == 1 { return first }
        let distance = known.map(\.1.distance).min() ?? first.distance
        if let weights {
            var sum = 0.0
            var total = 0.0
            for (link, water) in known {
                let weight = weights[network.links[link].reach]
                guard weight.isFinite, weight > 0 else { continue }
                sum += weight * water.value
                total += weight
            }
            guard total > 0 else { return nil }
            return Arriving(value: sum / total, distance: distance, isMixed: true)
        }
        let isOne = known.count == incoming.count && known.allSatisfy { $0.1.value == first.value }
        guard isOne else { return nil }
        return Arriving(
            value: first.value, distance: distance,
            isMixed: known.contains { $0.1.isMixed })
    }

    private func atLowerEnd(of number: Int) -> Arriving? {
        let link = network.links[number]
        if let last = places.sections(on: number).last {
            return Arriving(
                value: values[last.section], distance: link.length - last.distance, isMixed: false)
        }
        return arriving[link.upperNode].map {
            Arriving(value: $0.value, distance: $0.distance + link.length, isMixed: $0.isMixed)
        }
    }

    func estimate(at position: RiverPosition) -> RangeEstimate {
        guard let number = network.link(at: position) else {
            return RangeEstimate(method: .unknown)
        }
        let link = network.links[number]
        let along = link.distanceFromUpperEnd(to: position.measureInMetres)
        let above = water(above: along, on: number)
        let below = places.first(from: position, answers: answers)
        switch (above, below) {
        case (nil, nil): return RangeEstimate(method: .unknown)
        case (let above?, nil):
            return RangeEstimate(
                method: above.isMixed ? .mixed : .measured, value: above.value,
                upstreamDistanceInMetres: above.distance)
        case (nil, let below?):
            return RangeEstimate(
                method: .measured, value: values[below.section],
                downstreamDistanceInMetres: below.distance)
        case (let above?, let below?):
            let whole = above.distance + below.distance
            let share = whole > 0 ? above.distance / whole : 0
            let lower = values[below.section]
            return RangeEstimate(
                method: whole > 0 ? .interpolated : .measured,
                value: above.value + share * (lower - above.value),
                upstreamDistanceInMetres: above.distance,
                downstreamDistanceInMetres: below.distance)
        }
    }

    private func water(above along: Double, on number: Int) -> Arriving? {
        if let last = places.sections(on: number).last(where: { $0.distance <= along }) {
            return Arriving(
                value: values[last.section], distance: along - last.distance, isMixed: false)
        }
        return arriving[network.links[number].upperNode].map {
            Arriving(value: $0.value, distance: $0.distance + along, isMixed: $0.isMixed)
        }
    }
}
