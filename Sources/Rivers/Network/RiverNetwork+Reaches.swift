extension RiverNetwork {
    /// The number of the node that a reach's water comes from; `nil` for an unusable reach.
    public func upperNode(of reach: Int) -> Int? {
        upperLink(of: reach).map { links[$0].upperNode }
    }

    /// The number of the node that a reach's water goes to; `nil` for an unusable reach.
    public func lowerNode(of reach: Int) -> Int? {
        lowerLink(of: reach).map { links[$0].lowerNode }
    }

    /// The reach that the main stem goes on into; `nil` where the water ends or only goes round,
    /// and for an unusable reach.
    public func nextReach(after reach: Int) -> Int? {
        lowerLink(of: reach).flatMap { link in
            mainStem.next[link] < 0 ? nil : links[mainStem.next[link]].reach
        }
    }

    /// The place where the water leaves a reach.
    public func lowerEnd(of reach: Int) -> RiverPosition {
        RiverPosition(
            reach: reach,
            measureInMetres: flowsAgainstDigitising[reach] ? 0 : reaches[reach].lengthInMetres)
    }

    /// The links of a reach at its upper and at its lower end; `nil` for an unusable reach.
    func upperLink(of reach: Int) -> Int? {
        flowsAgainstDigitising[reach] ? linksOfReach[reach].last : linksOfReach[reach].first
    }

    func lowerLink(of reach: Int) -> Int? {
        flowsAgainstDigitising[reach] ? linksOfReach[reach].first : linksOfReach[reach].last
    }
}
