/// The name among `candidates` that `name` was probably meant for; `nil` when none is near.
///
/// Near is what `isNear(_:_:)` says. Of the near ones it is the one with the fewest edits, of these
/// the one that begins like `name` for longest, of these the first. Letter case does not count; a
/// candidate that differs in nothing else is the nearest.
///
/// - Complexity: O(characters of `name` × characters of all candidates).
public func nearest(to name: String, in candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased())
    var best: (name: String, edits: Int, alike: Int)?
    for candidate in candidates {
        let letters = Array(candidate.lowercased())
        let edits = editDistance(wanted, letters)
        guard edits <= allowedEdits(wanted.count, letters.count) else { continue }
        let alike = zip(wanted, letters).prefix { $0 == $1 }.count
        if let best, (best.edits, -best.alike) <= (edits, -alike) { continue }
        best = (candidate, edits, alike)
    }
    return best?.name
}

/// Whether one of two names may be a slip for the other, letter case ignored: at most a third of
/// the characters of the longer one are edited, and one edit is allowed from three characters on.
/// Of one or two characters an edit leaves too little to tell names by.
public func isNear(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.lowercased()), Array(b.lowercased()))
    return editDistance(a, b) <= allowedEdits(a.count, b.count)
}

private func allowedEdits(_ a: Int, _ b: Int) -> Int { max(a, b) / 3 }

/// How many characters to insert, delete, replace or swap with the next to make `a` into `b`.
///
/// Source: optimal string alignment, the restricted distance of Damerau (1964) and Levenshtein
/// (1966): a swapped pair is not edited again.
public func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        row.reserveCapacity(b.count + 1)
        for j in b.indices {
            let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
            var edits = min(replaced, last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                edits = min(edits, beforeLast[j - 1] + 1)
            }
            row.append(edits)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
