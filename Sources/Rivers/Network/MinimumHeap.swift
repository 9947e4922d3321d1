/// A queue that gives its smallest element first.
struct MinimumHeap<Element: Comparable> {
    private var elements: [Element] = []

    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard elements[child] < elements[parent] else { return }
            elements.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popMinimum() -> Element? {
        guard let smallest = elements.first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return smallest }
        elements[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < elements.count else { return smallest }
            let right = left + 1
            let child = right < elements.count && elements[right] < elements[left] ? right : left
            guard elements[child] < elements[parent] else { return smallest }
            elements.swapAt(child, parent)
            parent = child
        }
    }
}

/// A link or node waiting its turn in a search along the network: nearest first, then by `rank`,
/// then by number.
struct Waiting: Comparable {
    var distance: Double
    var rank: Int = 0
    var number: Int

    static func < (a: Waiting, b: Waiting) -> Bool {
        (a.distance, a.rank, a.number) < (b.distance, b.rank, b.number)
    }
}
