import BasinGrid
import Foundation

/// Named scenarios with fixed seeds: each runs a few times, the median counts. One JSON object a
/// line goes to standard output.
///
///     BasinGridBenchmarks [NAME…]      all scenarios, or those whose name begins with a NAME
///
/// Run pinned for one core (`taskset -c 0`), and in one session with the peer that it is compared
/// with.
@main
enum Benchmarks {
    static func main() throws {
        let names = CommandLine.arguments.dropFirst()
        let threads =
            ProcessInfo.processInfo.environment["BASINGRID_THREADS"].flatMap(Int.init) ?? 1
        for scenario in Scenario.all
        where names.isEmpty || names.contains(where: scenario.name.hasPrefix) {
            try scenario.report(threads: threads)
        }
    }
}

/// One thing that is timed.
struct Scenario {
    /// Type, operation and shape of the data.
    let name: String
    let repetitions: Int
    /// Makes the input once and gives back the work that is timed.
    let prepare: @Sendable (_ threads: Int) throws -> () throws -> Void

    static let all: [Scenario] = coverage + interpolation + hotSpots + readings + rivers

    func report(threads: Int) throws {
        let work = try prepare(threads)
        var seconds: [Double] = []
        for _ in 0..<repetitions {
            let start = ContinuousClock.now
            try work()
            seconds.append((ContinuousClock.now - start) / .seconds(1))
        }
        seconds.sort()
        let object: [String: Any] = [
            "name": name, "threads": threads, "repetitions": repetitions,
            "median_s": seconds[seconds.count / 2], "min_s": seconds[0],
        ]
        let data = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        print(String(decoding: data, as: UTF8.self))
    }
}

/// A repeatable stream of random numbers (SplitMix64; Steele, Lea, Flood 2014).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
