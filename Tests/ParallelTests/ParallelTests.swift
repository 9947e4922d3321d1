import Foundation
import Synchronization
import Testing

@testable import Parallel

@Suite("Chunks")
struct ChunksTests {
    @Test(
        "The cut covers every item once, in order",
        arguments: [
            (0, 3, []), (1, 3, [0..<1]), (3, 3, [0..<3]), (7, 3, [0..<3, 3..<6, 6..<7]),
            (2, 100, [0..<2]),
        ] as [(Int, Int, [Range<Int>])])
    func cut(_ count: Int, _ size: Int, _ expected: [Range<Int>]) {
        #expect(chunks(of: count, size: size) == expected)
    }
}

@Suite("mapChunks")
struct MapChunksTests {
    struct Failure: Error, Equatable {
        let chunk: Int
    }

    @Test("Results come in the order of the plan", arguments: [1, 2, 3, 7, 100])
    func order(_ threads: Int) {
        let results = mapChunks(chunks(of: 1000, size: 7), threads: threads) { range in
            // Early chunks take longer, so that later ones finish before them.
            var sum = 0
            for round in 0..<(1000 - range.lowerBound) * 20 { sum &+= round }
            return sum == -1 ? [] : Array(range)
        }
        #expect(results.count == 143)
        #expect(results.flatMap { $0 } == Array(0..<1000))
    }

    @Test("Every chunk runs once", arguments: [1, 2, 3, 7])
    func everyChunkOnce(_ threads: Int) {
        let calls = Atomic(0)
        let plan = chunks(of: 100, size: 1)
        _ = mapChunks(plan, threads: threads) { _ in calls.add(1, ordering: .relaxed) }
        #expect(calls.load(ordering: .relaxed) == 100)
    }

    @Test("An empty plan has no results", arguments: [1, 4])
    func emptyPlan(_ threads: Int) {
        #expect(mapChunks([], threads: threads) { $0.count }.isEmpty)
    }

    @Test("The error of the first chunk in plan order is thrown", arguments: [1, 2, 3, 7])
    func firstError(_ threads: Int) {
        for _ in 0..<50 {
            #expect(throws: Failure(chunk: 40)) {
                try mapChunks(chunks(of: 100, size: 1), threads: threads) {
                    (range) throws(Failure) -> Int in
                    if range.lowerBound == 40 {
                        // Give the chunks after it the time to fail first.
                        var sum = 0
                        for round in 0..<100_000 { sum &+= round }
                        throw Failure(chunk: sum == -1 ? -1 : 40)
                    }
                    if range.lowerBound > 40 { throw Failure(chunk: range.lowerBound) }
                    return range.lowerBound
                }
            }
        }
    }

    @Test("After an error no more chunks begin")
    func errorStops() {
        let calls = Atomic(0)
        let plan = chunks(of: 100_000, size: 1)
        _ = try? mapChunks(plan, threads: 2) { range in
            calls.add(1, ordering: .relaxed)
            throw Failure(chunk: range.lowerBound)
        }
        #expect(calls.load(ordering: .relaxed) <= 2)
    }

    @Test("Many short calls in a row end cleanly")
    func manyShortCalls() {
        let plan = chunks(of: 8, size: 1)
        for round in 0..<2000 {
            let results = mapChunks(plan, threads: 3) { $0.lowerBound + round }
            #expect(results == (0..<8).map { $0 + round })
        }
    }

    @Test("A call inside a chunk works")
    func nested() {
        let results = mapChunks(chunks(of: 6, size: 1), threads: 3) { outer in
            mapChunks(chunks(of: 5, size: 1), threads: 3) { outer.lowerBound * 5 + $0.lowerBound }
        }
        #expect(results.flatMap { $0 } == Array(0..<30))
    }

    @Test("The counter counts the chunks of the calls in its scope")
    func counter() {
        let counter = ChunkCounter()
        ChunkCounter.$current.withValue(counter) {
            _ = mapChunks(chunks(of: 10, size: 3), threads: 1) { $0 }
            _ = mapChunks(chunks(of: 10, size: 2), threads: 2) { $0 }
        }
        _ = mapChunks(chunks(of: 10, size: 1), threads: 2) { $0 }
        #expect(counter.count == 9)
    }
}

@Suite("Streaming chunks")
struct StreamChunksTests {
    @Test(
        "Results arrive in order, whatever the threads and the room",
        arguments: [(1, nil), (2, nil), (3, 1), (7, 2), (7, 40)] as [(Int, Int?)])
    func order(threads: Int, ahead: Int?) throws {
        var seen: [Int] = []
        try streamChunks(
            200, threads: threads, ahead: ahead, makeWorker: { 10 },
            produce: { worker, index in
                if index % 17 == 0 { usleep(500) }
                return worker * index
            }, consume: { seen.append($0) })
        #expect(seen == (0..<200).map { $0 * 10 })
    }

    @Test("No more results exist at once than there is room for", arguments: [2, 5])
    func room(ahead: Int) throws {
        let alive = Mutex((now: 0, most: 0))
        try streamChunks(
            300, threads: 4, ahead: ahead, makeWorker: {},
            produce: { _, index in
                alive.withLock {
                    $0.now += 1
                    $0.most = max($0.most, $0.now)
                }
                return index
            },
            consume: { _ in
                usleep(20)
                alive.withLock { $0.now -= 1 }
            })
        #expect(alive.withLock { $0.most } <= ahead)
    }

    struct Failure: Error, Equatable { let index: Int }

    @Test("The failure of the first chunk in order is thrown", arguments: [1, 2, 7])
    func failures(threads: Int) {
        var seen: [Int] = []
        #expect(throws: Failure(index: 40)) {
            try streamChunks(
                200, threads: threads, makeWorker: {},
                produce: { _, index in
                    if index == 40 { usleep(3000) }
                    if index >= 40 { throw Failure(index: index) }
                    return index
                }, consume: { seen.append($0) })
        }
        #expect(seen == Array(0..<40))
        #expect(throws: Failure(index: 5)) {
            try streamChunks(
                200, threads: threads, makeWorker: {}, produce: { _, index in index },
                consume: { if $0 == 5 { throw Failure(index: 5) } })
        }
        #expect(throws: Failure(index: -1)) {
            try streamChunks(
                3, threads: threads, makeWorker: { throw Failure(index: -1) },
                produce: { (_: inout Int, index) in index }, consume: { _ in })
        }
    }

    @Test("Nothing to do is no failure")
    func empty() throws {
        try streamChunks(
            0, threads: 3, makeWorker: {}, produce: { _, index in index },
            consume: { _ in Issue.record("nothing is consumed") })
    }
}
