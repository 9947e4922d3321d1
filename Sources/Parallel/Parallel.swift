import Dispatch
import Synchronization

/// The cut of `count` items into chunks of `size`, in order; the last may be smaller.
///
/// Chunks come from the data, never from the number of threads: the same cut gives the same bytes
/// for any number of them.
///
/// - Precondition: `count` is not negative, `size` is positive.
public func chunks(of count: Int, size: Int) -> [Range<Int>] {
    precondition(count >= 0 && size > 0, "chunks need a count of 0 or more and a positive size")
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
}

/// The results of `body` for every chunk, in the order of `plan`, computed on up to `threads`
/// threads.
///
/// When calls throw, all chunks that had begun are finished and the error of the first of them in
/// plan order is thrown, whatever the threads did: chunks begin in plan order, so no chunk before
/// that one is left out. A `body` that cannot throw makes a call that cannot throw.
///
/// - Parameters:
///   - plan: Chunks, usually from `chunks(of:size:)`.
///   - threads: How many threads work at once; 1 runs everything on the caller's thread.
///   - body: Called once a chunk, from any of the threads; must not depend on which.
/// - Precondition: `threads` is positive.
/// - Complexity: one task a worker, on no more threads than the machine has cores; memory one
///   result a chunk.
public func mapChunks<Result: Sendable, Failure: Error>(
    _ plan: [Range<Int>], threads: Int, _ body: @Sendable (Range<Int>) throws(Failure) -> Result
) throws(Failure) -> [Result] {
    precondition(threads > 0, "at least one thread must work")
    ChunkCounter.current?.add(plan.count)
    let workers = min(threads, plan.count)
    if workers <= 1 { return try plan.map(body) }

    var results: [Result] = []
    results.reserveCapacity(plan.count)
    // A slot is empty only behind a failure, which is met first.
    for case .some(let outcome) in runChunks(plan, workers: workers, body) {
        results.append(try outcome.get())
    }
    return results
}

/// What every chunk gave; `nil` for chunks that never began because another had failed.
private func runChunks<Result: Sendable, Failure: Error>(
    _ plan: [Range<Int>], workers: Int,
    _ body: @Sendable (Range<Int>) throws(Failure) -> Result
) -> [Swift.Result<Result, Failure>?] {
    var slots = [Swift.Result<Result, Failure>?](repeating: nil, count: plan.count)
    slots.withUnsafeMutableBufferPointer { buffer in
        // Each slot is written by the one worker that took its number from `next`, and read
        // after every worker has returned.
        nonisolated(unsafe) let buffer = buffer
        let next = Atomic(0)
        let hasFailed = Atomic(false)
        // Returns when all workers have; a thread started by hand would hold its closure a little
        // longer than it runs it.
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while !hasFailed.load(ordering: .relaxed) {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < plan.count else { return }
                let outcome = Swift.Result { () throws(Failure) in try body(plan[index]) }
                if case .failure = outcome { hasFailed.store(true, ordering: .relaxed) }
                buffer[index] = outcome
            }
        }
    }
    return slots
}

/// Counts the chunks that ran, for tests that must know that there were several.
///
///     let counter = ChunkCounter()
///     ChunkCounter.$current.withValue(counter) { … }
public final class ChunkCounter: Sendable {
    @TaskLocal public static var current: ChunkCounter?

    private let total = Atomic(0)

    public init() {}

    public var count: Int { total.load(ordering: .relaxed) }

    func add(_ count: Int) { total.wrappingAdd(count, ordering: .relaxed) }
}
