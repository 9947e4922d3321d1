import Readings
import Synchronization

/// Series of readings, unpacked once for rows that need them soon after each other, on any thread.
///
/// Stations that are worked on along a curve through space share their neighbours, so that nearly
/// all of them are still held; what is returned does not depend on it.
final class SeriesCache: Sendable {
    private struct Key: Hashable {
        var site: String
        var parameter: ParameterCode
    }

    private struct State {
        var series: [Key: [Reading]] = [:]
        /// The keys in the order in which they came, those before `oldest` gone.
        var order: [Key] = []
        var oldest = 0
        var held = 0
    }

    private let readings: ReadingSet
    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter bytes: About what the held series may take.
    init(of readings: ReadingSet, bytes: Int) {
        self.readings = readings
        capacity = bytes / MemoryLayout<Reading>.stride
    }

    /// The same as `ReadingSet.series(site:parameter:)`.
    func series(site: String, parameter: ParameterCode) -> [Reading] {
        let key = Key(site: site, parameter: parameter)
        if let known = state.withLock({ $0.series[key] }) { return known }
        // Two threads may unpack one series at once; the second result is the same.
        let made = readings.series(site: site, parameter: parameter)
        state.withLock { keep(made, as: key, in: &$0) }
        return made
    }

    private func keep(_ made: [Reading], as key: Key, in state: inout State) {
        guard state.series.updateValue(made, forKey: key) == nil else { return }
        state.order.append(key)
        state.held += made.count
        while state.held > capacity, state.oldest < state.order.count - 1 {
            let gone = state.series.removeValue(forKey: state.order[state.oldest])
            state.held -= gone?.count ?? 0
            state.oldest += 1
        }
        if state.oldest > 4096 {
            state.order.removeFirst(state.oldest)
            state.oldest = 0
        }
    }
}
