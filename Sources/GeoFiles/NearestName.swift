/// The name among `candidates` with the smallest edit distance to `name`, letter case ignored;
/// `nil` when none is closer than half of the name's length. Ties go to the first.
func nearest(to name: String, among candidates: [String]) -> String? {
    let wanted = Array(name.lowercased())
    let limit = max(1, wanted.count / 2)
    let ranked = candidates.map { ($0, editDistance(wanted, Array($0.lowercased()))) }
    return ranked.filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
}

/// The number of characters to insert, delete or replace to make `a` into `b` (Levenshtein 1966).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, y) in b.enumerated() {
            let above = row[j + 1]
            row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
            diagonal = above
        }
    }
    return row[b.count]
}
