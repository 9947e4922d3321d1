import Dispatch
import Synchronization

/// Makes the results of `count` chunks on up to `threads` threads and hands them on one at a time,
/// in order: for results that are too large to keep all at once.
///
/// A chunk begins only when fewer than `ahead` chunks are under way or wait for one before them, so
/// that no more results than that are in memory. `consume` is called by one thread at a time.
///
/// - Parameters:
///   - count: How many chunks there are; what they are comes from the data, not from `threads`.
///   - threads: How many threads work at once; 1 runs everything on the caller's thread.
///   - ahead: How many results may exist at once, at least 1; twice the threads by default.
///   - makeWorker: What a thread keeps for itself, such as an open file and scratch: called once a
///     thread, before its first chunk.
///   - produce: The result of a chunk; must not depend on the thread or on earlier chunks.
///   - consume: Takes the results in order.
/// - Throws: what fails first in the order of the chunks; nothing behind it is consumed.
/// - Precondition: `threads` and `ahead` are positive, `count` is not negative.
public func streamChunks<Worker, Result: Sendable>(
    _ count: Int, threads: Int, ahead: Int? = nil, makeWorker: @Sendable () throws -> Worker,
    produce: @Sendable (inout Worker, Int) throws -> Result,
    consume: (Result) throws -> Void
) throws {
    precondition(
        threads > 0 && count >= 0 && ahead ?? 1 > 0,
        "streaming needs a count of 0 or more, a thread and room for a result")
    ChunkCounter.current?.add(count)
    let workers = min(threads, count, ahead ?? count)
    if workers <= 1 {
        guard count > 0 else { return }
        var worker = try makeWorker()
        for index in 0..<count { try consume(produce(&worker, index)) }
        return
    }
    let line = ConveyorLine<Result>(count: count, room: ahead ?? 2 * threads)
    withoutActuallyEscaping(consume) { consume in
        // The line lets one thread at a time consume; all have returned when this one goes on.
        nonisolated(unsafe) let consume = consume
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            guard var index = line.next() else { return }
            do {
                var worker = try makeWorker()
                while true {
                    line.put(Swift.Result { try produce(&worker, index) }, at: index, consume)
                    guard let next = line.next() else { return }
                    index = next
                }
            } catch {
                line.put(.failure(error), at: index, consume)
            }
        }
    }
    if let failure = line.failure { throw failure }
}

/// The results between those who make them and the one who takes them in order.
private final class ConveyorLine<Result: Sendable>: Sendable {
    private struct State {
        var started = 0
        var consumed = 0
        var isConsuming = false
        var waiting: [Int: Swift.Result<Result, any Error>] = [:]
        var failure: (any Error)?
    }

    private let count: Int
    private let state = Mutex(State())
    private let places: DispatchSemaphore

    init(count: Int, room: Int) {
        self.count = count
        // A semaphore must not go with less than it began with, and after a failure it does.
        places = DispatchSemaphore(value: 0)
        for _ in 0..<min(room, count) { places.signal() }
    }

    /// What failed first.
    var failure: (any Error)? { state.withLock { $0.failure } }

    /// The next chunk to make, once there is room for its result; `nil` when there is none left.
    func next() -> Int? {
        places.wait()
        let index: Int? = state.withLock { state in
            guard state.failure == nil, state.started < count else { return nil }
            state.started += 1
            return state.started - 1
        }
        // Nothing is left: the others need not wait for room either.
        if index == nil { places.signal() }
        return index
    }

    /// Puts down a result, and hands on all whose turn it is.
    func put(
        _ result: Swift.Result<Result, any Error>, at index: Int,
        _ consume: (Result) throws -> Void
    ) {
        var turn = state.withLock { state in
            state.waiting[index] = result
            return Self.take(&state)
        }
        while let result = turn {
            let outcome = Swift.Result { try consume(result.get()) }
            turn = state.withLock { state in
                state.consumed += 1
                state.isConsuming = false
                if case .failure(let error) = outcome {
                    state.failure = error
                    state.waiting.removeAll()
                }
                return Self.take(&state)
            }
            places.signal()
        }
    }

    /// The result whose turn it is, unless another thread is at it.
    private static func take(_ state: inout State) -> Swift.Result<Result, any Error>? {
        guard !state.isConsuming, state.failure == nil,
            let result = state.waiting.removeValue(forKey: state.consumed)
        else { return nil }
        state.isConsuming = true
        return result
    }
}
