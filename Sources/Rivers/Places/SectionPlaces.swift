/// A piece of a link and the number of the section that answers for it.
struct RangePiece {
    var reach: Int
    var link: Int
    var fromMeasure: Double
    var toMeasure: Double
    var section: Int?
    /// Metres along the river from the nearer end to the section.
    var distance: Double
}

/// Sections on the links of a network, and the search for those that answer for the rest.
struct SectionPlaces {
    private let network: RiverNetwork
    private let isTurned: Bool
    /// For each link its sections, first those that the water meets first.
    private var sectionsOfLink: [[(distance: Double, section: Int)]]

    /// The nearest section from a node: how far, and which.
    struct Answer {
        var distance = Double.infinity
        var section = Int.max

        fileprivate func isBetter(than other: Answer) -> Bool {
            (distance, section) < (other.distance, other.section)
        }
    }

    /// - Parameter againstFlow: Whether "with the flow" is to mean against it.
    init(network: RiverNetwork, sections: [LocatedSection], againstFlow: Bool) {
        self.network = network
        isTurned = againstFlow
        sectionsOfLink = Array(repeating: [], count: network.links.count)
        for (number, section) in sections.enumerated() {
            guard let (link, distance) = place(of: section.position) else { continue }
            sectionsOfLink[link].append((distance, number))
        }
        for link in sectionsOfLink.indices { sectionsOfLink[link].sort { $0 < $1 } }
    }

    /// The sections on a link and their distances from its upper end, first those that the water
    /// meets first.
    func sections(on link: Int) -> [(distance: Double, section: Int)] { sectionsOfLink[link] }

    /// Whether two neighbouring pieces of a reach meet at a node or a section.
    func isCut(between piece: RangePiece, and next: RangePiece) -> Bool {
        let link = network.links[piece.link]
        return piece.link != next.link
            || sectionsOfLink[piece.link].contains {
                measure(link, $0.distance) == next.fromMeasure
            }
    }

    private func upperNode(_ link: Link) -> Int { isTurned ? link.lowerNode : link.upperNode }
    private func lowerNode(_ link: Link) -> Int { isTurned ? link.upperNode : link.lowerNode }
    private func incoming(_ node: Int) -> [Int] {
        isTurned ? network.outgoing[node] : network.incoming[node]
    }
    private func outgoing(_ node: Int) -> [Int] {
        isTurned ? network.incoming[node] : network.outgoing[node]
    }

    /// The measure of a place on a link; exactly the link's own at its ends.
    private func measure(_ link: Link, _ distance: Double) -> Double {
        let begins = link.isReversed != isTurned ? link.toMeasure : link.fromMeasure
        let ends = link.isReversed != isTurned ? link.fromMeasure : link.toMeasure
        if distance == link.length { return ends }
        return begins < ends ? begins + distance : begins - distance
    }

    /// The link of a section and its distance from the link's upper end; moved to the beginning of
    /// the next link where it stands at a node and its river has one way on.
    private func place(of position: RiverPosition) -> (link: Int, distance: Double)? {
        guard let number = network.link(at: position) else { return nil }
        let link = network.links[number]
        let distance = distance(of: position, along: link)
        guard distance == link.length else { return (number, distance) }
        let river = network.riverOfReach[link.reach]
        let onward = outgoing(lowerNode(link)).filter {
            network.riverOfReach[network.links[$0].reach] == river && $0 != number
        }
        return onward.count == 1 ? (onward[0], 0) : (number, distance)
    }

    /// Metres with the flow from the upper end of `link` to a place on it.
    private func distance(of position: RiverPosition, along link: Link) -> Double {
        let below = min(
            link.length, max(0, link.distanceFromUpperEnd(to: position.measureInMetres)))
        return isTurned ? link.length - below : below
    }

    /// Every piece of the network with the first section that its water comes to.
    func directedPieces() -> [RangePiece] {
        let answers = answersWithFlow()
        var pieces: [RangePiece] = []
        for (number, link) in network.links.enumerated() {
            var own: [RangePiece] = []
            var from = 0.0
            for (distance, section) in sectionsOfLink[number] {
                own.append(piece(number, from, distance, section, 0))
                from = distance
            }
            let answer = answers[lowerNode(link)]
            let section = answer.section == .max ? nil : answer.section
            own.append(piece(number, from, link.length, section, answer.distance))
            pieces += inOrderOfMeasures(own)
        }
        return pieces
    }

    /// The first section with the flow from `position`, one at the place itself included; `answers`
    /// are those of the nodes.
    func first(
        from position: RiverPosition, answers: [Answer]
    ) -> (section: Int, distance: Double)? {
        guard let number = network.link(at: position) else { return nil }
        let link = network.links[number]
        let from = distance(of: position, along: link)
        if let own = sectionsOfLink[number].first(where: { $0.distance >= from }) {
            return (own.section, own.distance - from)
        }
        let answer = answers[lowerNode(link)]
        guard answer.section != .max else { return nil }
        return (answer.section, link.length - from + answer.distance)
    }

    /// For each node the nearest section with the flow.
    func answersWithFlow() -> [Answer] {
        var answers = [Answer](repeating: Answer(), count: network.nodes.count)
        var waiting = MinimumHeap<Waiting>()
        func offer(_ distance: Double, _ section: Int, to node: Int) {
            let answer = Answer(distance: distance, section: section)
            guard answer.isBetter(than: answers[node]) else { return }
            answers[node] = answer
            waiting.insert(Waiting(distance: distance, rank: section, number: node))
        }
        for (number, link) in network.links.enumerated() {
            guard let first = sectionsOfLink[number].first else { continue }
            offer(first.distance, first.section, to: upperNode(link))
        }
        while let next = waiting.popMinimum() {
            let answer = answers[next.number]
            guard answer.distance == next.distance, answer.section == next.rank else { continue }
            for number in incoming(next.number) where sectionsOfLink[number].isEmpty {
                let link = network.links[number]
                offer(next.distance + link.length, next.rank, to: upperNode(link))
            }
        }
        return answers
    }

    /// Every piece of the network with the section nearest along the river, up or down.
    func nearestPieces() -> [RangePiece] {
        let answers = answersBothWays()
        var pieces: [RangePiece] = []
        for (number, link) in network.links.enumerated() {
            var marks = sectionsOfLink[number].map {
                (place: $0.distance, answer: Answer(distance: 0, section: $0.section))
            }
            marks.insert((0, answers[upperNode(link)]), at: 0)
            marks.append((link.length, answers[lowerNode(link)]))
            let own = zip(marks, marks.dropFirst()).flatMap { a, b in
                divided(number, from: a.place, a.answer, to: b.place, b.answer)
            }
            pieces += inOrderOfMeasures(own)
        }
        return pieces
    }

    /// The stretch between two places divided where both sections are equally far.
    private func divided(
        _ link: Int, from: Double, _ a: Answer, to: Double, _ b: Answer
    ) -> [RangePiece] {
        guard a.section != .max || b.section != .max else {
            return [piece(link, from, to, nil, .infinity)]
        }
        let middle: Double
        if a.section == .max {
            middle = from
        } else if b.section == .max {
            middle = to
        } else {
            middle = min(to, max(from, (from + to + b.distance - a.distance) / 2))
        }
        return [
            piece(link, from, middle, a.section, a.distance),
            piece(link, middle, to, b.section, b.distance),
        ].filter { $0.toMeasure > $0.fromMeasure }
    }

    /// For each node the nearest section along the river in either direction.
    private func answersBothWays() -> [Answer] {
        var answers = [Answer](repeating: Answer(), count: network.nodes.count)
        var waiting = MinimumHeap<Waiting>()
        func offer(_ distance: Double, _ section: Int, to node: Int) {
            let answer = Answer(distance: distance, section: section)
            guard answer.isBetter(than: answers[node]) else { return }
            answers[node] = answer
            waiting.insert(Waiting(distance: distance, rank: section, number: node))
        }
        for (number, link) in network.links.enumerated() {
            guard let first = sectionsOfLink[number].first, let last = sectionsOfLink[number].last
            else { continue }
            offer(first.distance, first.section, to: upperNode(link))
            offer(link.length - last.distance, last.section, to: lowerNode(link))
        }
        while let next = waiting.popMinimum() {
            let answer = answers[next.number]
            guard answer.distance == next.distance, answer.section == next.rank else { continue }
            for number in incoming(next.number) + outgoing(next.number)
            where sectionsOfLink[number].isEmpty {
                let link = network.links[number]
                let other = link.fromNode == next.number ? link.toNode : link.fromNode
                offer(next.distance + link.length, next.rank, to: other)
            }
        }
        return answers
    }

    /// The piece between two distances from a link's upper end.
    private func piece(
        _ number: Int, _ from: Double, _ to: Double, _ section: Int?, _ distance: Double
    ) -> RangePiece {
        let link = network.links[number]
        let a = measure(link, from)
        let b = measure(link, to)
        return RangePiece(
            reach: link.reach, link: number, fromMeasure: min(a, b), toMeasure: max(a, b),
            section: section, distance: distance)
    }

    private func inOrderOfMeasures(_ pieces: [RangePiece]) -> [RangePiece] {
        pieces.sorted { ($0.fromMeasure, $0.toMeasure) < ($1.fromMeasure, $1.toMeasure) }
    }
}
