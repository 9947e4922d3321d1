import Foundation

/// Things that are slow to make and serve one thread at a time, kept for the next that needs one:
/// as many are made as threads ask at once.
// Unchecked: the list is touched under the lock only, and an element, while it is out of the list,
// by the thread alone that took it.
final class Spares<Element>: @unchecked Sendable {
    private var idle: [Element]
    private let lock = NSLock()

    init(_ first: Element) { idle = [first] }

    /// Runs `body` with a spare one, or one from `make`.
    func lend<Result>(
        or make: () throws(GeoFileError) -> Element,
        _ body: (Element) throws(GeoFileError) -> Result
    ) throws(GeoFileError) -> Result {
        let element: Element
        if let spare = lock.withLock({ idle.popLast() }) {
            element = spare
        } else {
            element = try make()
        }
        defer { lock.withLock { idle.append(element) } }
        return try body(element)
    }

    /// All that were made, when none is lent.
    var all: [Element] { lock.withLock { idle } }
}
