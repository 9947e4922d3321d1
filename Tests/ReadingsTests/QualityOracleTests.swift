import TestSupport
import Testing

@testable import Readings

/// The definitions written out in plain `Double`s, on random series.
@Suite("Checks of quality against plain definitions")
struct QualityOracleTests {
    /// Hourly readings of one day and more, some missing, some marked, in tenths.
    private static func series(
        _ random: inout SeededRandom, count: Int, level: Int = 0
    ) throws -> [Reading] {
        var value = Int.random(in: 100...900, using: &random)
        let start = try TimeStamp(parsing: "2026-03-01 00:00")
        var result: [Reading] = []
        for hour in 1...count {
            value = max(-20, value + Int.random(in: -40...40, using: &random))
            var own = value + level
            if Int.random(in: 0..<25, using: &random) == 0 { own += 1500 }
            let reading: ReadingValue
            switch Int.random(in: 0..<20, using: &random) {
            case 0: continue
            case 1: reading = .missing(.notAvailable)
            case 2: reading = .belowDetection(limit: DecimalValue(mantissa: 3))
            default: reading = ReadingValue(DecimalValue(mantissa: Int64(own), decimals: 1))
            }
            result.append(Reading(time: start.adding(hours: hour), value: reading, line: hour))
        }
        return result
    }

    /// Hour → value that counts.
    private static func values(_ readings: [Reading]) -> [Int: Double] {
        var result: [Int: Double] = [:]
        for reading in readings {
            if let value = reading.value.valueForMean, value.mantissa >= 0 {
                result[Int(reading.time.minutes) / 60] = value.double
            }
        }
        return result
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private static func flaggedHours(
        _ flag: QualityFlags, _ quality: SeriesQuality
    ) -> Set<Int> {
        Set(
            quality.flaggedReadings.filter { $0.flags.contains(flag) }.map {
                Int($0.reading.time.minutes) / 60
            })
    }

    @Test("Twice the median of any values is what sorting gives")
    func medians() {
        var random = SeededRandom(seed: 11)
        for round in 0..<600 {
            let count = round % 40
            let values = (0..<count).map { _ in
                Int64.random(in: -(1 << (round % 50))...1 << (round % 50), using: &random)
            }
            let sorted = values.sorted()
            var work = values
            let expected =
                count == 0 ? nil : sorted[(count - 1) / 2] + sorted[count / 2]
            #expect(doubledMedian(&work) == expected)
            #expect(work.sorted() == sorted)
        }
        for pattern in [
            Array(0..<3000), Array((0..<3000).reversed()), Array(repeating: 5, count: 3001),
            (0..<3000).map { $0 % 2 == 0 ? $0 : 3000 - $0 },
        ] {
            var work = pattern.map(Int64.init)
            let sorted = work.sorted()
            #expect(
                doubledMedian(&work) == sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2])
        }
    }

    @Test("Spikes and neighbours are those of the definition", arguments: 1...12)
    func deviations(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let own = try Self.series(&random, count: 200)
        let others = try (0..<4).map { try Self.series(&random, count: 200, level: $0 * 30) }
        var rules = QualityRules.standard
        rules.spike.factor = DecimalValue(mantissa: 3)
        rules.neighbours.deviation.factor = DecimalValue(mantissa: 2)
        rules.parameters[.pm25]?.smallestJump = DecimalValue(mantissa: 105, decimals: 1)
        let check = QualityCheck(
            rules, period: try Period(parsing: "2026-03-01..2026-03-20"), interval: .hour)
        let quality = check.check(QualityInput(.pm25, own, neighbours: others))

        let x = Self.values(own)
        let steps = x.compactMap { hour, value in x[hour - 1].map { abs(value - $0) } }
        let spikeLimit = max(3 * 1.4826 * Self.median(steps), 10.5)
        let spikes = x.filter { hour, value in
            guard let before = x[hour - 1], let after = x[hour + 1] else { return false }
            return (value - before) * (value - after) > 0
                && min(abs(value - before), abs(value - after)) > spikeLimit
        }
        #expect(Self.flaggedHours(.spike, quality) == Set(spikes.keys))
        #expect(!spikes.isEmpty)

        let y = others.map(Self.values)
        let differences = x.compactMap { hour, value -> (hour: Int, value: Double)? in
            let present = y.compactMap { $0[hour] }
            return present.count < 3 ? nil : (hour, value - Self.median(present))
        }
        let centre = Self.median(differences.map(\.value))
        let scale = 1.4826 * Self.median(differences.map { abs($0.value - centre) })
        let far = differences.filter { abs($0.value - centre) > max(2 * scale, 10.5) }
        #expect(Self.flaggedHours(.neighbour, quality) == Set(far.map(\.hour)))
        #expect(!far.isEmpty)
    }

    @Test("The comparison is that of two passes over the pairs", arguments: 1...6)
    func comparison(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) + 100)
        let own = try Self.series(&random, count: 300)
        let reference = try Self.series(&random, count: 300)
        let check = QualityCheck(
            period: try Period(parsing: "2026-03-01..2026-03-20"), interval: .hour)
        let found = check.comparison(of: own, with: reference, parameter: .pm25)
        let (a, b) = (Self.values(own), Self.values(reference))
        let pairs = a.compactMap { hour, value in b[hour].map { (x: $0, y: value) } }
        let n = Double(pairs.count)
        let (mx, my) = (pairs.map(\.x).reduce(0, +) / n, pairs.map(\.y).reduce(0, +) / n)
        let sxx = pairs.map { ($0.x - mx) * ($0.x - mx) }.reduce(0, +)
        let sxy = pairs.map { ($0.x - mx) * ($0.y - my) }.reduce(0, +)
        let syy = pairs.map { ($0.y - my) * ($0.y - my) }.reduce(0, +)
        let rmse = (pairs.map { ($0.x - $0.y) * ($0.x - $0.y) }.reduce(0, +) / n).squareRoot()
        #expect(found.pairs == pairs.count)
        let expected = [sxy / sxx, my - sxy / sxx * mx, sxy * sxy / sxx / syy, my - mx, rmse]
        let values = [found.slope, found.intercept, found.rSquared, found.bias, found.rmse]
        for (value, wanted) in zip(values, expected) {
            #expect(isClose(value ?? .nan, wanted, relative: 1e-9))
        }
    }

    @Test("Permuting the rows of the files changes no flag and no count")
    func permutation() throws {
        var random = SeededRandom(seed: 5)
        let own = try Self.series(&random, count: 150)
        let check = QualityCheck(
            period: try Period(parsing: "2026-03-01..2026-03-10"), interval: .hour)
        func quality(_ readings: [Reading]) -> SeriesQuality {
            var builder = ReadingSetBuilder(keepsRepeated: true)
            for reading in readings { builder.add(reading, site: "A", parameter: .pm25) }
            let set = builder.finish()
            return check.check(
                QualityInput(.pm25, set.series(site: "A", parameter: .pm25)))
        }
        let plain = quality(own)
        for _ in 0..<4 { #expect(quality(own.shuffled(using: &random)) == plain) }
        #expect(plain.flagged > 0)
    }

    @Test("Values of many digits are compared within bounds and trap nowhere")
    func manyDigits() throws {
        let day = try Period(parsing: "2026-03-01")
        let start = try TimeStamp(parsing: "2026-03-01 00:00")
        let texts = [
            "999999999999999999", "0.00000000000000000001", "-999999999999999999",
            "123456.789012345678", "1", "0.3", "7", "7", "7",
        ]
        let readings = try texts.enumerated().map {
            Reading(
                time: start.adding(hours: $0 + 1), value: try ReadingValue(parsing: $1))
        }
        for parameter in [ParameterCode.pm25, ParameterCode("X"), .temperature] {
            let check = QualityCheck(period: day, interval: .hour)
            let quality = check.check(
                QualityInput(
                    parameter, readings, neighbours: [readings, readings, readings]))
            #expect(quality.readings == 9)
            let found = check.comparison(of: readings, with: readings, parameter: parameter)
            #expect(found.bias == 0 && found.rmse == 0)
        }
    }
}
