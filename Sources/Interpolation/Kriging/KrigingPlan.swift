import Geometry

/// A method and its stations in the form the kernels work with.
final class KrigingPlan: Sendable {
    let kriging: Kriging
    let measure: DistanceMeasure
    let kernel: CovarianceKernel
    let basis: TrendBasis
    /// Where the stations are, in the CRS.
    let coordinates: [Coordinate]
    /// The same in the units of the measure.
    let positions: [Position]
    /// The stations in the spaces of the kernel's terms, all terms of a station side by side.
    let projected: [SIMD3<Double>]
    /// What the equations estimate: values less `reference`.
    let values: [Double]
    /// The smallest value, or the known mean.
    let reference: Double
    /// The values as given, for targets that lie on a station.
    let originals: [Double]
    let support: SupportPoints
    /// How many nearest stations count.
    let neighbourCount: Int
    /// The square of the radius in the units of positions; infinite without a limit.
    let squaredRadius: Double
    /// The solved system of all stations; `nil` when each target has its own.
    let global: SharedSystem?

    /// A system that threads share.
    final class SharedSystem: Sendable {
        let system: KrigingSystem
        /// Q = C⁻¹ where the model is compact, so that a tile takes only the stations in range;
        /// empty otherwise.
        let inverse: [Double]

        init(_ system: consuming KrigingSystem, keepsInverse: Bool) {
            inverse = keepsInverse && !system.outcome.isGeneralised ? system.inverse() : []
            self.system = system
        }
    }

    init(
        _ kriging: Kriging, _ stations: PreparedStations, drift: [[Double]]?
    ) throws(InterpolationError) {
        if case .mean = kriging.trend {
            precondition(drift?.isEmpty ?? true, "a known mean leaves nothing to external fields")
        }
        let places = StationPlaces(stations)
        let kernel = try CovarianceKernel(kriging.model, places: places)
        let positions = stations.stations.map { stations.measure.position(of: $0.coordinate) }
        let count = positions.count
        self.kriging = kriging
        self.kernel = kernel
        self.positions = positions
        coordinates = places.coordinates
        measure = stations.measure
        originals = stations.stations.map(\.value)
        projected = positions.flatMap { position in
            kernel.terms.indices.map { kernel.project(position, $0) }
        }
        basis = try Self.basis(kriging.trend, places, drift: drift ?? [])
        if case .mean(let mean) = kriging.trend {
            reference = mean
        } else {
            reference = stations.columns.reference
        }
        let reference = reference
        values = originals.map { $0 - reference }
        support = SupportPoints(kriging.support, measure: stations.measure)
        let radius = kriging.radiusInMetres.map { stations.measure.length(ofMetres: $0) }
        squaredRadius = radius.map { $0 * $0 } ?? .infinity
        var wanted = count
        if case .nearest(let nearest) = kriging.neighbours { wanted = min(nearest, count) }
        neighbourCount = wanted
        guard wanted <= Kriging.largestSystem else {
            throw .kriging(.tooManyStations(count: wanted, largest: Kriging.largestSystem))
        }
        let isGlobal = wanted == count && squaredRadius == .infinity
        global =
            isGlobal && count >= kriging.minimumCount
            ? Self.solveAll(kernel, projected, basis, values, isFlat: stations.measure.isFlat) : nil
    }

    private static func basis(
        _ trend: Kriging.Trend, _ places: StationPlaces, drift: [[Double]]
    ) throws(InterpolationError) -> TrendBasis {
        let kind: TrendBasis.Kind =
            switch trend {
            case .mean: .none
            case .constant: .constant
            case .linear: .linear
            }
        return try TrendBasis(
            kind, external: drift, at: places.coordinates, measure: places.measure)
    }

    private static func solveAll(
        _ kernel: CovarianceKernel, _ projected: [SIMD3<Double>], _ basis: TrendBasis,
        _ values: [Double], isFlat: Bool
    ) -> SharedSystem {
        let count = values.count
        var system = KrigingSystem(capacity: count, trendCapacity: basis.count)
        projected.withUnsafeBufferPointer {
            kernel.fill(
                system.matrix, stations: $0.baseAddress, count: count, isFlat: isFlat)
        }
        let trend = basis.columns.flatMap { $0 }
        // A list of no functions has no address; the values stand in for it and are not read.
        (trend.isEmpty ? values : trend).withUnsafeBufferPointer { trend in
            values.withUnsafeBufferPointer { values in
                if let functions = trend.baseAddress, let first = values.baseAddress {
                    system.solve(
                        count: count, diagonal: kernel.sill, trend: functions,
                        trendCount: basis.count, values: first)
                }
            }
        }
        return SharedSystem(system, keepsInverse: kernel.isCompact && count > 32)
    }

    /// Whether a target on a station takes its value.
    var isExact: Bool {
        kriging.support == .point && (kriging.nugget == .exact || kernel.nugget == 0)
    }

    /// C(0) of a point's estimate, relative to the kernel's scale.
    var pointSill: Double {
        kriging.nugget == .exact ? kernel.sill : kernel.smoothSill
    }
}

extension CovarianceKernel {
    /// Writes the covariances of stations with one another, nugget on the diagonal, into both
    /// triangles of a column-major matrix.
    ///
    /// - Parameters:
    ///   - stations: All terms of a station side by side; `nil` for no terms.
    ///   - lanes: Room for the stations.
    ///   - column: Room for as many lanes.
    func fill(
        _ matrix: UnsafeMutablePointer<Double>, stations: UnsafePointer<SIMD3<Double>>?, count: Int,
        lanes: inout TargetLanes, column: UnsafeMutablePointer<Lanes>
    ) {
        let width = Lanes.scalarCount
        let used = TargetLanes.lanes(count)
        guard let stations, !terms.isEmpty else {
            matrix.update(repeating: 0, count: count * count)
            for index in 0..<count { matrix[index * (count + 1)] = sill }
            return
        }
        for index in 0..<count { lanes.set(index, projected: stations + index * terms.count) }
        lanes.pad(from: count, to: used * width, terms: terms.count)
        column.withMemoryRebound(to: Double.self, capacity: used * width) { values in
            for index in 0..<count {
                accumulate(
                    stations + index * terms.count, lanes, lanes: used, factor: 1, replaces: true,
                    into: column)
                (matrix + index * count).update(from: values, count: count)
                matrix[index * (count + 1)] = sill
            }
        }
    }

    /// The same with room of its own.
    func fill(
        _ matrix: UnsafeMutablePointer<Double>, stations: UnsafePointer<SIMD3<Double>>?, count: Int,
        isFlat: Bool
    ) {
        var lanes = TargetLanes(capacity: count, terms: terms.count, isFlat: isFlat)
        var column = [Lanes](repeating: Lanes(), count: max(TargetLanes.lanes(count), 1))
        column.withUnsafeMutableBufferPointer { column in
            if let start = column.baseAddress {
                fill(matrix, stations: stations, count: count, lanes: &lanes, column: start)
            }
        }
    }

    /// The covariance of two places, without the nugget: the very operations of the lanes.
    func covariance(_ a: [SIMD3<Double>], _ b: [SIMD3<Double>]) -> Double {
        var sum = 0.0
        for (index, term) in terms.enumerated() {
            let step = a[index] - b[index]
            let squared = (step * step).sum()
            let correlation =
                term.table >= 0 ? tables[term.table].value(squared) : term.correlation(squared)
            sum += term.weight * correlation
        }
        return sum
    }
}

extension CovarianceKernel.Term {
    /// The correlation by the square of q: the very operations of the lanes.
    @inline(__always)
    func correlation(_ squared: Double) -> Double {
        let lanes = Lanes(repeating: squared)
        switch kind {
        case .nugget: return 0
        case .spherical: return SphericalLanes()(lanes)[0]
        case .exponential: return ExponentialLanes()(lanes)[0]
        case .gaussian: return GaussianLanes()(lanes)[0]
        case .linear:
            return height == 1 ? LinearLanes()(lanes)[0] : SlopeLanes(height: height)(lanes)[0]
        case .matern:
            if kappa == 0.5 { return ExponentialLanes()(lanes)[0] }
            if kappa == 1.5 { return MaternThreeHalvesLanes()(lanes)[0] }
            return MaternFiveHalvesLanes()(lanes)[0]
        }
    }
}
