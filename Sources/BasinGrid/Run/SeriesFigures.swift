import Foundation
import Geometry
import Interpolation
import Readings
import Reports

/// A value and its error for every zone of a layer and every time of a period.
struct SeriesFigures: Sendable {
    var request: Job.SeriesRequest
    var period: Period
    /// The place of the zones in `JobInputs.zoneLayers`.
    var layer: Int
    /// The times as they are written.
    var times: [String]
    var series: ZoneSeries
    var notes: [ReportNote]
}

/// The figures of one zone over the times of a series.
struct ZoneSeriesSummary {
    /// How many times have a value.
    var count: Int
    var mean: Double
    var highest: Double
    /// When `highest` was first reached.
    var highestTime: String
    /// The root mean square of the standard errors; `nil` for a method that has none.
    var error: Double?
    /// The mean over the times; `nil` without a limit.
    var exceedShare: Double?
}

extension SeriesFigures {
    /// `nil` for a zone without any value.
    func summary(ofZone zone: Int) -> ZoneSeriesSummary? {
        let places = times.indices.map { zone * times.count + $0 }.filter {
            !series.values[$0].isNaN
        }
        guard let peak = places.max(by: { series.values[$0] < series.values[$1] }) else {
            return nil
        }
        func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
        return ZoneSeriesSummary(
            count: places.count, mean: mean(places.map { series.values[$0] }),
            highest: series.values[peak], highestTime: times[peak - zone * times.count],
            error: series.errors.map { errors in
                mean(places.map { errors[$0] * errors[$0] }).squareRoot()
            },
            exceedShare: series.exceedance.map { shares in mean(places.map { shares[$0] }) })
    }
}

/// Computes the series of a job.
struct SeriesFigureMaker {
    private let inputs: JobInputs
    private let threads: Int
    private let daily: DailyValues
    private var makers: [(stations: [Int], maker: ZoneSeriesMaker)?]
    private let requests: [Job.SeriesRequest]

    init(_ requests: [Job.SeriesRequest], inputs: JobInputs, threads: Int) {
        self.requests = requests
        self.inputs = inputs
        self.threads = threads
        daily = DailyValues(of: inputs.readings)
        makers = Array(repeating: nil, count: requests.count)
    }

    /// One for each request; those without a reading are notes.
    mutating func figures(
        over period: Period, _ notes: inout [ReportNote]
    ) throws -> [SeriesFigures] {
        try requests.indices.compactMap { index in
            try figures(of: index, over: period, &notes)
        }
    }

    private mutating func figures(
        of index: Int, over period: Period, _ notes: inout [ReportNote]
    ) throws -> SeriesFigures? {
        let request = requests[index]
        guard let layer = inputs.layer(named: request.zones) else { return nil }
        let (stations, maker) = try maker(of: index, layer: layer)
        let fields = SeriesFields(
            of: daily, request.parameter, at: stations.map { inputs.stations[$0].id },
            step: request.settings.step, in: period)
        let title = "\(request.name) \(period.label)"
        guard !fields.times.isEmpty else {
            let networks = request.networks.map(\.rawValue).joined(separator: ", ")
            notes.append(
                ReportNote(
                    .missing,
                    LocalizedText(
                        "\(title)：\(networks) 没有一个站点有数据，未生成序列。",
                        "\(title): no station of \(networks) has a reading; no series was made.")))
            return nil
        }
        let series = try maker.series(of: fields, threads: threads)
        let own = [Self.method(title, maker.notes + series.notes)]
        notes += own
        return SeriesFigures(
            request: request, period: period, layer: layer, times: fields.times.map(\.label),
            series: series, notes: own)
    }

    /// What was chosen for a series, as one note.
    private static func method(_ title: String, _ lines: [LocalizedText]) -> ReportNote {
        func joined(_ texts: [String], _ separator: String) -> String {
            texts.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: separator)
        }
        return ReportNote(
            .method,
            LocalizedText(
                zh: "\(title)：" + joined(lines.map(\.zh), "；"),
                en: "\(title): " + joined(lines.map(\.en), "; ")))
    }

    /// The stations of a request's networks, and what all periods share.
    private mutating func maker(
        of index: Int, layer: Int
    ) throws -> (stations: [Int], maker: ZoneSeriesMaker) {
        if let made = makers[index] { return made }
        let request = requests[index]
        let stations = inputs.stations.indices.filter {
            request.networks.contains(inputs.stations[$0].network)
                && inputs.stations[$0].coordinate.isFinite
        }
        let made = (
            stations,
            try ZoneSeriesMaker(
                request.settings, stations: stations.map { inputs.stations[$0].coordinate },
                zones: inputs.zoneLayers[layer].zones, crs: inputs.crs)
        )
        makers[index] = made
        return made
    }
}

extension JobInputs {
    /// The place of the zone layer of that name; the first for `nil`.
    func layer(named name: String?) -> Int? {
        guard let name else { return zoneLayers.isEmpty ? nil : 0 }
        return zoneLayers.firstIndex { $0.name == name }
    }
}
