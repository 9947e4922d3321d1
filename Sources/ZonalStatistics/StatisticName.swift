/// Names that are near a wrong one.
enum StatisticName {
    /// The name that differs from `name` in the fewest letters, of these the one that begins alike
    /// for longest; `nil` when more than a third of them, and more than two, differ.
    static func nearest(to name: String) -> String? {
        let wanted = Array(name.lowercased().utf8)
        var best: (name: String, distance: Int, alike: Int)?
        for candidate in Statistic.plain.map(\.name) + ["p90", "share>30"] {
            let letters = Array(candidate.utf8)
            let distance = editDistance(wanted, letters)
            let alike = zip(wanted, letters).prefix { $0 == $1 }.count
            if let best, (best.distance, -best.alike) <= (distance, -alike) { continue }
            best = (candidate, distance, alike)
        }
        guard let best, best.distance <= max(2, wanted.count / 3), best.distance < wanted.count
        else { return nil }
        return best.name
    }

    /// The number of letters to insert, delete, replace or swap with the next (optimal string
    /// alignment).
    private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
                var distance = min(replaced, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    distance = min(distance, beforeLast[j - 1] + 1)
                }
                row.append(distance)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
