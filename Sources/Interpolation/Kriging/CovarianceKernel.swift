import Geometry

/// A variogram model ready to be evaluated for many targets at once, its sills relative to the
/// whole, so that all systems have the same size of numbers.
struct CovarianceKernel: Sendable {
    /// One structure other than a nugget.
    struct Term: Sendable {
        let kind: VariogramModel.Kind
        let kappa: Double
        /// The sill's part of the whole.
        let weight: Double
        /// What a step from the origin is multiplied with to have length 1 at the range: x, y and
        /// z of each row.
        let rows: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>)
        /// C(0) of a structure without a sill, in its own units of length.
        let height: Double
        /// Which of the kernel's tables the structure needs; -1 for none.
        let table: Int

        /// Whether the correlation is 0 from q = 1 on.
        var isCompact: Bool { kind == .spherical || kind == .linear && height == 1 }
    }

    let terms: [Term]
    /// Beside the terms, so that these are plain numbers.
    let tables: [CorrelationTable]
    /// The nugget's part of the whole.
    let nugget: Double
    /// C(0) without the nugget.
    let smoothSill: Double
    /// What covariances are multiplied with to have the values' unit squared; 0 for a model that
    /// is 0 everywhere.
    let scale: Double
    /// The place that coordinates are measured from.
    let origin: SIMD3<Double>

    /// C(0), nugget included.
    var sill: Double { smoothSill + nugget }
    /// Whether far stations have no covariance at all.
    var isCompact: Bool { terms.allSatisfy(\.isCompact) }

    /// - Parameters:
    ///   - places: Where the stations are: their diagonal bounds a model without a sill.
    /// - Throws: `InterpolationError.kriging` for anisotropy between longitudes and latitudes.
    init(_ model: VariogramModel, places: StationPlaces) throws(InterpolationError) {
        let measure = places.measure
        guard !model.isAnisotropic || measure.isFlat else { throw .kriging(.anisotropyNeedsPlane) }
        let first = places.coordinates.first.map { measure.position(of: $0) }
        origin = first.map { SIMD3($0.x, $0.y, $0.z) } ?? .zero
        let metres = 1 / measure.length(ofMetres: 1)
        // A − slope · h is positive definite on a set within a ball of diameter A / slope.
        let height = max(places.diagonal, 1) * 1.25
        let parts = model.structures.filter { $0.kind != .nugget && $0.partialSill > 0 }
        let total = parts.reduce(model.nugget) {
            $0 + $1.partialSill * ($1.isUnbounded ? height : 1)
        }
        scale = total
        nugget = total > 0 ? model.nugget / total : 1
        var tables: [CorrelationTable] = []
        terms = parts.map { structure in
            let (major, minor) = structure.axes
            let unit = structure.isUnbounded ? metres / height : metres / structure.rangeInMetres
            let weight =
                structure.partialSill * (structure.isUnbounded ? height : 1) / total
            let needsTable =
                structure.kind == .matern && ![0.5, 1.5, 2.5].contains(structure.kappa)
            if needsTable { tables.append(CorrelationTable(maternKappa: structure.kappa)) }
            return Term(
                kind: structure.kind, kappa: structure.kappa, weight: weight,
                rows: (
                    SIMD3(major.x, major.y, 0) * unit, SIMD3(minor.x, minor.y, 0) * unit,
                    SIMD3(0, 0, unit)
                ),
                height: structure.isUnbounded ? 2 : 1,
                table: needsTable ? tables.count - 1 : -1)
        }
        self.tables = tables
        smoothSill = terms.reduce(0) { $0 + $1.weight * ($1.kind == .linear ? $1.height : 1) }
    }

    /// A place in the space of `term`, in which 1 is the range.
    @inline(__always)
    func project(_ position: Position, _ term: Int) -> SIMD3<Double> {
        let step = SIMD3(position.x, position.y, position.z) - origin
        let rows = terms[term].rows
        return SIMD3((rows.0 * step).sum(), (rows.1 * step).sum(), (rows.2 * step).sum())
    }

    /// Adds `factor` times the covariance with one station to each target, without the nugget.
    ///
    /// - Parameters:
    ///   - station: Its place in the space of each term.
    ///   - targets: The targets' places in the same spaces.
    ///   - lanes: How many lanes of targets there are.
    ///   - replaces: Whether the result is written instead of added.
    @inline(__always)
    func accumulate(
        _ station: UnsafePointer<SIMD3<Double>>, _ targets: borrowing TargetLanes, lanes: Int,
        factor: Double, replaces: Bool, into result: UnsafeMutablePointer<Lanes>
    ) {
        var replaces = replaces
        for index in terms.indices {
            add(
                terms[index], station[index], targets.places(index), lanes: lanes,
                factor: factor * terms[index].weight, replaces: replaces, into: result)
            replaces = false
        }
        if replaces { for lane in 0..<lanes { result[lane] = .zero } }
    }

    @inline(never)
    private func add(
        _ term: Term, _ station: SIMD3<Double>, _ targets: TargetLanes.Places, lanes: Int,
        factor: Double, replaces: Bool, into result: UnsafeMutablePointer<Lanes>
    ) {
        @inline(__always) func run(_ correlation: some LaneCorrelation) {
            Self.run(
                correlation, station, targets, lanes: lanes, factor: factor, replaces: replaces,
                into: result)
        }
        switch term.kind {
        case .nugget: break
        case .spherical: run(SphericalLanes())
        case .exponential: run(ExponentialLanes())
        case .gaussian: run(GaussianLanes())
        case .linear:
            if term.height == 1 { run(LinearLanes()) } else { run(SlopeLanes(height: term.height)) }
        case .matern:
            if term.table >= 0 {
                run(TabulatedLanes(table: tables[term.table]))
            } else if term.kappa == 0.5 {
                run(ExponentialLanes())
            } else if term.kappa == 1.5 {
                run(MaternThreeHalvesLanes())
            } else {
                run(MaternFiveHalvesLanes())
            }
        }
    }

    @inline(__always)
    private static func run(
        _ correlation: some LaneCorrelation, _ station: SIMD3<Double>,
        _ targets: TargetLanes.Places, lanes: Int, factor: Double, replaces: Bool,
        into result: UnsafeMutablePointer<Lanes>
    ) {
        let (x, y, z) = (station.x, station.y, station.z)
        let (px, py) = (targets.x, targets.y)
        if let pz = targets.z {
            for lane in 0..<lanes {
                let (dx, dy, dz) = (px[lane] - x, py[lane] - y, pz[lane] - z)
                let value = factor * correlation(dx * dx + dy * dy + dz * dz)
                result[lane] = replaces ? value : result[lane] + value
            }
        } else if replaces {
            for lane in 0..<lanes {
                let (dx, dy) = (px[lane] - x, py[lane] - y)
                result[lane] = factor * correlation(dx * dx + dy * dy)
            }
        } else {
            for lane in 0..<lanes {
                let (dx, dy) = (px[lane] - x, py[lane] - y)
                result[lane] += factor * correlation(dx * dx + dy * dy)
            }
        }
    }
}

/// The places of targets in the space of each term of a kernel, in lanes.
struct TargetLanes: ~Copyable {
    struct Places {
        let x: UnsafeMutablePointer<Lanes>
        let y: UnsafeMutablePointer<Lanes>
        /// `nil` in a plane.
        let z: UnsafeMutablePointer<Lanes>?
    }

    /// The most targets there is room for: a multiple of the lanes' width.
    let capacity: Int
    private let memory: UnsafeMutablePointer<Lanes>
    private let isFlat: Bool
    private let terms: Int

    init(capacity: Int, terms: Int, isFlat: Bool) {
        let lanes = (capacity + Lanes.scalarCount - 1) / Lanes.scalarCount
        self.capacity = lanes * Lanes.scalarCount
        self.isFlat = isFlat
        self.terms = terms
        let count = max(lanes * terms * (isFlat ? 2 : 3), 1)
        memory = .allocate(capacity: count)
        memory.initialize(repeating: .zero, count: count)
    }

    deinit { memory.deallocate() }

    /// How many lanes hold `count` targets.
    static func lanes(_ count: Int) -> Int { (count + Lanes.scalarCount - 1) / Lanes.scalarCount }

    @inline(__always)
    func places(_ term: Int) -> Places {
        let lanes = capacity / Lanes.scalarCount
        let start = memory + term * lanes * (isFlat ? 2 : 3)
        return Places(x: start, y: start + lanes, z: isFlat ? nil : start + 2 * lanes)
    }

    /// Puts down a place that is known in the space of each term.
    @inline(__always)
    mutating func set(_ index: Int, projected: UnsafePointer<SIMD3<Double>>) {
        let (lane, part) = (index / Lanes.scalarCount, index % Lanes.scalarCount)
        for term in 0..<terms {
            let places = places(term)
            places.x[lane][part] = projected[term].x
            places.y[lane][part] = projected[term].y
            places.z?[lane][part] = projected[term].z
        }
    }

    /// Puts down the place of a target; the lanes behind the last repeat it.
    @inline(__always)
    mutating func set(_ index: Int, _ position: Position, _ kernel: CovarianceKernel) {
        let (lane, part) = (index / Lanes.scalarCount, index % Lanes.scalarCount)
        for term in 0..<terms {
            let place = kernel.project(position, term)
            let places = places(term)
            places.x[lane][part] = place.x
            places.y[lane][part] = place.y
            places.z?[lane][part] = place.z
        }
    }
}
