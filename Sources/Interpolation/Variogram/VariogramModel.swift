import Foundation

/// A model of the semivariance γ(h): a sum of structures, as gstat's `vgm` defines them.
///
/// With C(0) the sill, covariance is C(h) = C(0) − γ(h). γ(0) = 0; a nugget counts for every h > 0,
/// however small. Distances are metres.
///
///     let model = try VariogramModel(text: "spherical,nugget=4,psill=90,range=60000")
public struct VariogramModel: Hashable, Sendable {
    /// The shape of one structure, q = h / range.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// 1 for h > 0.
        case nugget
        /// 1.5 q − 0.5 q³ up to q = 1, then 1.
        case spherical
        /// 1 − exp(−q); 95 % of the sill at 3 ranges.
        case exponential
        /// 1 − exp(−q²); 95 % of the sill at 1.73 ranges.
        case gaussian
        /// 1 − 2^(1−κ) / Γ(κ) · q^κ K_κ(q); κ = 0.5 is the exponential.
        case matern
        /// q up to q = 1, then 1; without a range, h itself: no sill, the partial sill is the
        /// slope a metre. With a range it is valid in one dimension only.
        case linear
    }

    /// An ellipse of equal semivariance.
    public struct Anisotropy: Hashable, Sendable {
        /// The direction of the longest range, in degrees clockwise from north.
        public let degreesClockwiseFromNorth: Double
        /// The shortest range over the longest, 0 < ratio ≤ 1.
        public let ratio: Double

        /// - Throws: `InterpolationError.variogram` when the angle is not finite or the ratio is
        ///   outside 0 < ratio ≤ 1.
        public init(
            degreesClockwiseFromNorth: Double, ratio: Double
        ) throws(InterpolationError) {
            guard degreesClockwiseFromNorth.isFinite, ratio > 0, ratio <= 1 else {
                throw .variogram(
                    .anisotropyOutOfRange(angle: degreesClockwiseFromNorth, ratio: ratio))
            }
            self.degreesClockwiseFromNorth = degreesClockwiseFromNorth
            self.ratio = ratio
        }
    }

    /// One term of the sum.
    public struct Structure: Hashable, Sendable {
        public let kind: Kind
        /// What the structure adds to the sill, in the square of the values' unit; the slope a
        /// metre for a linear structure without a range.
        public let partialSill: Double
        /// The range parameter in metres, along the major axis; 0 for a nugget and for a linear
        /// structure without a sill.
        public let rangeInMetres: Double
        /// The smoothness κ of a Matérn structure; 0.5 for the others.
        public let kappa: Double
        /// `nil` for a structure that is the same in all directions.
        public let anisotropy: Anisotropy?

        /// - Throws: `InterpolationError.variogram` naming the number that is out of range.
        public init(
            _ kind: Kind, partialSill: Double, rangeInMetres: Double = 0, kappa: Double = 0.5,
            anisotropy: Anisotropy? = nil
        ) throws(InterpolationError) {
            guard partialSill >= 0, partialSill.isFinite else {
                throw .variogram(.sillNegative(model: kind, value: partialSill))
            }
            let mayBeZero = kind == .nugget || kind == .linear
            guard rangeInMetres.isFinite, mayBeZero ? rangeInMetres >= 0 : rangeInMetres > 0 else {
                throw .variogram(.rangeNotPositive(model: kind, value: rangeInMetres))
            }
            guard kind != .matern || kappa > 0 && kappa <= Self.largestKappa else {
                throw .variogram(.kappaOutOfRange(kappa, largest: Self.largestKappa))
            }
            self.kind = kind
            self.partialSill = partialSill
            self.rangeInMetres = kind == .nugget ? 0 : rangeInMetres
            self.kappa = kind == .matern ? kappa : 0.5
            self.anisotropy = kind == .nugget || anisotropy?.ratio == 1 ? nil : anisotropy
        }

        /// Beyond it the shape is a Gaussian's to a part in a thousand.
        public static let largestKappa = 20.0

        /// Whether the structure grows without a limit.
        var isUnbounded: Bool { kind == .linear && rangeInMetres == 0 }
    }

    /// The terms, nuggets too, in the order given.
    public let structures: [Structure]

    /// The sum of `structures`; an empty list is the model that is 0 everywhere.
    public init(_ structures: [Structure]) { self.structures = structures }

    /// One structure over a nugget.
    ///
    /// - Throws: `InterpolationError.variogram` naming the number that is out of range.
    public init(
        _ kind: Kind, nugget: Double = 0, partialSill: Double, rangeInMetres: Double = 0,
        kappa: Double = 0.5, anisotropy: Anisotropy? = nil
    ) throws(InterpolationError) {
        var structures: [Structure] = []
        if nugget != 0 { structures.append(try Structure(.nugget, partialSill: nugget)) }
        structures.append(
            try Structure(
                kind, partialSill: partialSill, rangeInMetres: rangeInMetres, kappa: kappa,
                anisotropy: anisotropy))
        self.init(structures)
    }

    /// The semivariance that every pair of different places has.
    public var nugget: Double {
        structures.reduce(0) { $1.kind == .nugget ? $0 + $1.partialSill : $0 }
    }

    /// The semivariance far away, nugget included; `nil` when the model has no sill.
    public var sill: Double? {
        isBounded ? structures.reduce(0) { $0 + $1.partialSill } : nil
    }

    /// Whether the model has a sill.
    public var isBounded: Bool { !structures.contains(where: \.isUnbounded) }

    /// Whether any structure depends on the direction.
    public var isAnisotropic: Bool { structures.contains { $0.anisotropy != nil } }

    /// The model with all sills multiplied by `factor`: the same estimates, variances multiplied.
    ///
    /// - Precondition: `factor` is finite and not negative.
    public func scaled(by factor: Double) -> VariogramModel {
        precondition(factor >= 0 && factor.isFinite, "a variance's factor is not negative")
        return VariogramModel(structures.map { $0.scaled(by: factor) })
    }

    /// γ at `metres` along the major axes.
    public func semivariance(atMetres metres: Double) -> Double {
        guard metres != 0 else { return 0 }
        return structures.reduce(0) { $0 + $1.semivariance(atMetres: abs(metres)) }
    }

    /// γ between two places of a plane that are `east` and `north` metres apart.
    public func semivariance(east: Double, north: Double) -> Double {
        guard east != 0 || north != 0 else { return 0 }
        return structures.reduce(0) { sum, structure in
            let distance = structure.effectiveDistance(east: east, north: north)
            return sum + structure.semivariance(atMetres: distance)
        }
    }
}

extension VariogramModel.Structure {
    /// The structure with another sill, which is known to be valid.
    func scaled(by factor: Double) -> Self { with(partialSill: partialSill * factor) }

    func with(partialSill: Double? = nil, range: Double? = nil) -> Self {
        Self(
            trusted: kind, partialSill: partialSill ?? self.partialSill,
            rangeInMetres: range ?? rangeInMetres, kappa: kappa, anisotropy: anisotropy)
    }

    /// A structure of numbers that were checked before.
    init(
        trusted kind: VariogramModel.Kind, partialSill: Double, rangeInMetres: Double = 0,
        kappa: Double = 0.5, anisotropy: VariogramModel.Anisotropy? = nil
    ) {
        self.kind = kind
        self.partialSill = partialSill
        self.rangeInMetres = rangeInMetres
        self.kappa = kappa
        self.anisotropy = anisotropy
    }

    /// The distance along the major axis that has the same semivariance.
    func effectiveDistance(east: Double, north: Double) -> Double {
        let (a, b) = axes
        let major = a.x * east + a.y * north
        let minor = b.x * east + b.y * north
        return (major * major + minor * minor).squareRoot()
    }

    /// What a step (east, north) is multiplied with: along the major axis, and across it, there
    /// stretched by 1 / ratio.
    var axes: (major: SIMD2<Double>, minor: SIMD2<Double>) {
        guard let anisotropy else { return (SIMD2(1, 0), SIMD2(0, 1)) }
        let angle = anisotropy.degreesClockwiseFromNorth * (Double.pi / 180)
        let (s, c) = (sin(angle), cos(angle))
        return (SIMD2(s, c), SIMD2(c, -s) / anisotropy.ratio)
    }

    /// γ at `metres` > 0 along the major axis.
    func semivariance(atMetres metres: Double) -> Double {
        if isUnbounded { return partialSill * metres }
        return partialSill * (1 - correlation(metres))
    }

    /// 1 − γ / partial sill at `metres` > 0; 0 for a nugget.
    ///
    /// - Precondition: the structure is bounded.
    func correlation(_ metres: Double) -> Double {
        guard kind != .nugget else { return 0 }
        let q = metres / rangeInMetres
        switch kind {
        case .nugget: return 0
        case .spherical: return q < 1 ? 1 - q * (1.5 - 0.5 * q * q) : 0
        case .exponential: return exp(-q)
        case .gaussian: return exp(-q * q)
        case .matern: return maternCorrelation(q, kappa: kappa)
        case .linear: return q < 1 ? 1 - q : 0
        }
    }
}
