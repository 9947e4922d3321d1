import Geometry
import Interpolation
import Reports

/// The method that a request comes to, with the choices that were made for it.
struct ChosenMethod {
    /// The name that `--method` knows it by.
    let name: String
    let method: any SurfaceMethod
    /// The method again, where it kriges.
    private(set) var kriging: Kriging?
    private(set) var drift: DriftRaster?
    /// What was chosen, and why.
    private(set) var notes: [LocalizedText] = []

    init(_ name: String, _ method: any SurfaceMethod, notes: [LocalizedText] = []) {
        self.name = name
        self.method = method
        self.notes = notes
    }

    init(_ kriging: Kriging, drift: DriftRaster?, notes: [LocalizedText]) {
        self.init("kriging", kriging, notes: notes)
        self.kriging = kriging
        self.drift = drift
    }

    /// The same with `notes` before its own.
    func noting(_ notes: [LocalizedText]) -> ChosenMethod {
        var result = self
        result.notes = notes + self.notes
        return result
    }

    /// What the method says of `targets` from `stations`.
    func predictions(
        from stations: PreparedStations, of targets: [StationValue]
    ) throws -> [CrossValidation.Prediction] {
        guard let kriging, let drift else { return try method.predictor(stations, targets) }
        let places = targets.map(\.coordinate)
        let fields = KrigingDrift(
            atStations: [try drift.values(at: stations)],
            atTargets: [places.map { drift.value(at: $0) }])
        let kriged = try kriging.estimate(
            from: stations, at: places, drift: fields, includesVariances: true)
        return zip(kriged.values, kriged.variances).map {
            CrossValidation.Prediction(value: $0, variance: $1)
        }
    }

    /// The surface, band by band.
    ///
    /// - Returns: What gave way.
    func estimate(
        from stations: PreparedStations, on target: SurfaceTarget, includesVariances: Bool,
        threads: Int, into sink: (SurfaceBand) throws -> Void
    ) throws -> [LocalizedText] {
        guard let kriging else {
            try method.estimate(from: stations, on: target, threads: threads, into: sink)
            return []
        }
        let fields = try drift.map {
            KrigingDrift(atStations: [try $0.values(at: stations)], atTargets: $0.rows)
        }
        let report = try kriging.estimate(
            from: stations, on: target, drift: fields, includesVariances: includesVariances,
            threads: threads, into: sink)
        return zip(
            report.descriptionInChinese.split(separator: "\n"),
            report.description.split(separator: "\n")
        ).map { LocalizedText(String($0), String($1)) }
    }
}

extension ChosenMethod {
    /// Each station estimated from the others.
    func crossValidation(
        of stations: PreparedStations, threads: Int
    ) throws -> CrossValidation {
        if let kriging, let drift {
            let fields = [try drift.values(at: stations)]
            return try kriging.leaveOneOut(of: stations, drift: fields).result
        }
        return try method.leaveOneOut(stations, threads: threads)
    }
}
