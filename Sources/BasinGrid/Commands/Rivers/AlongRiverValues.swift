import Interpolation
import Parallel
import Reports
import Rivers

/// Values along a network, and how sure they are.
struct AlongRiverValues {
    /// One a piece; `nil` where no station is connected.
    let estimates: [RiverEstimate?]
    /// One a piece; `nil` as a whole for a method that knows no errors.
    let variances: [Double?]?
    let notes: [LocalizedText]

    /// A place with a value, and its code.
    struct Station {
        var id: String
        var station: RiverStation
    }

    /// By inverse river distance.
    init(
        _ network: RiverNetwork, at pieces: [ReachPiece], from stations: [Station],
        _ weighting: RiverInterpolation, threads: Int
    ) {
        estimates = network.interpolate(
            stations.map(\.station), at: pieces.map(\.middle), weighting, threads: threads)
        variances = nil
        notes = []
    }

    /// By ordinary kriging with distances along the rivers.
    ///
    /// - Parameter variogram: `auto`, or a model as text.
    /// - Throws: `InterpolationError` for a model that is not positive definite with these
    ///   distances, or that cannot be read; a `Fault` where the distances do not fit the memory.
    init(
        _ network: RiverNetwork, at pieces: [ReachPiece], from stations: [Station],
        connection: RiverConnection, variogram: String, _ options: RunOptions
    ) throws {
        try Self.checkMemory(stations.count, network, connection, options)
        let places = stations.map(\.station.position)
        let values = stations.map(\.station.value)
        let distances = StationDistances(
            from: places, along: network, connection: connection, threads: options.threads)
        let between = { (a: Int, b: Int) in distances.metres(from: a, to: places[b]) }
        var notes: [LocalizedText] = []
        let model: VariogramModel
        if variogram == "auto" {
            let selection = VariogramSelection(
                of: try EmpiricalVariogram(of: values, distance: between),
                shapes: [VariogramSelection.Shape(.exponential)])
            model = selection.model
            notes.append(
                LocalizedText(zh: selection.descriptionInChinese, en: selection.description))
        } else {
            model = try VariogramModel(text: variogram)
        }
        let kriging = try DistanceKriging(
            values, model: model, admitted: distances.admittedModels, distance: between)
        let parts = mapChunks(
            chunks(of: pieces.count, size: 256), threads: options.threads
        ) { range in
            range.map { number -> (RiverEstimate, Double)? in
                let middle = pieces[number].middle
                let metres = places.indices.map { distances.metres(from: $0, to: middle) }
                guard let found = kriging.estimate(distances: metres),
                    let nearest = metres.indices.min(by: { metres[$0] < metres[$1] })
                else { return nil }
                let estimate = RiverEstimate(
                    value: found.value, stationCount: found.stationCount, nearestStation: nearest,
                    nearestDistanceInMetres: metres[nearest])
                return (estimate, found.variance)
            }
        }
        let all = Array(parts.joined())
        estimates = all.map { $0?.0 }
        variances = all.map { $0?.1 }
        self.notes = notes
    }

    private static func checkMemory(
        _ stations: Int, _ network: RiverNetwork, _ connection: RiverConnection,
        _ options: RunOptions
    ) throws {
        let bytes = StationDistances.bytes(
            stations: stations, along: network, connection: connection)
        guard bytes > options.memory / 2 else { return }
        throw Fault(
            .usage,
            zh: "\(stations) 个站点沿河网的距离需要 \(bytes >> 20) MiB，超过 --memory 的一半。"
                + "请提高 --memory，或减少站点。",
            en: "The distances of \(stations) stations along the rivers take \(bytes >> 20) MiB, "
                + "more than half of --memory. Raise --memory, or give fewer stations.")
    }
}
