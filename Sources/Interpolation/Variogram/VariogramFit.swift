import Foundation

/// A model fitted to an empirical variogram by weighted least squares, as gstat's `fit.variogram`.
///
/// Gauss–Newton steps on partial sills and ranges, until the weighted sum of squares falls by less
/// than 1e-5 of itself, or for 200 steps. A step of which the square, q, over the square of the
/// parameters is above a fifth is shortened by a fifth over q, where ranges are fitted. A partial
/// sill that ends below 0 is fixed at 0 and the rest fitted again from the first ranges.
public struct VariogramFit: Hashable, Sendable {
    /// How much a class weighs; gstat's `fit.method` in brackets.
    public enum Weights: Hashable, Sendable {
        /// The number of pairs over the squared distance (7).
        case pairsOverSquaredDistance
        /// The number of pairs (1).
        case pairs
        /// The number of pairs over the squared semivariance of the start (2).
        case pairsOverSquaredModel
        /// The same for each class (6).
        case equal
    }

    /// The fitted model.
    public let model: VariogramModel
    /// Σ w (γ − γ̂)²: gstat's `SSErr`.
    public let sumOfSquares: Double
    /// Whether the steps came to rest.
    public let isConverged: Bool
    /// Whether the classes could not tell the parameters apart; the model is then that of the last
    /// good step.
    public let isSingular: Bool
    /// Whether a partial sill or the nugget was pushed to 0 and fixed there.
    public let isFixedAtZero: Bool

    /// Fits sills and ranges of `start`.
    ///
    /// - Parameters:
    ///   - start: The structures, and where the steps begin. A sill of 0 begins at 1 when it is
    ///     fitted.
    ///   - variogram: At least one class; distances count along the major axes.
    ///   - fitsRanges: Whether ranges are fitted too.
    /// - Returns: `start` itself, singular, for a variogram without classes.
    public init(
        _ start: VariogramModel, to variogram: EmpiricalVariogram,
        weights: Weights = .pairsOverSquaredDistance, fitsRanges: Bool = true
    ) {
        var structures = start.structures
        var fitsSill = structures.map { _ in true }
        var isFixedAtZero = false
        while true {
            var solver = VariogramSolver(
                structures, variogram, weights: weights, fitsSill: fitsSill,
                fitsRange: structures.map { fitsRanges && $0.rangeInMetres > 0 })
            solver.run()
            let sills = solver.structures.map(\.partialSill)
            if sills.contains(where: { $0 < 0 }) {
                isFixedAtZero = true
                fitsSill = sills.map { $0 > 0 }
                structures = zip(structures, sills).map { $0.with(partialSill: max($1, 0)) }
                continue
            }
            model = VariogramModel(solver.structures)
            sumOfSquares = solver.sumOfSquares
            isConverged = solver.isConverged
            isSingular = solver.isSingular
            self.isFixedAtZero = isFixedAtZero
            return
        }
    }
}

/// The steps of one fit.
private struct VariogramSolver {
    private(set) var structures: [VariogramModel.Structure]
    private(set) var sumOfSquares = 0.0
    private(set) var isConverged = false
    private(set) var isSingular = false

    private let classes: [EmpiricalVariogram.Class]
    private let roots: [Double]
    private let parameters: [Parameter]

    private enum Parameter {
        case sill(Int)
        case range(Int)
    }

    private static let stepLimit = 200
    private static let improvementLimit = 1e-5
    private static let largestStep = 0.2
    private static let zero = 10 * Double.ulpOfOne

    init(
        _ start: [VariogramModel.Structure], _ variogram: EmpiricalVariogram,
        weights: VariogramFit.Weights, fitsSill: [Bool], fitsRange: [Bool]
    ) {
        classes = variogram.classes
        var structures = start
        var parameters: [Parameter] = []
        for index in start.indices {
            if fitsSill[index] {
                parameters.append(.sill(index))
                if start[index].partialSill == 0 {
                    structures[index] = start[index].with(partialSill: 1)
                }
            }
            if fitsRange[index] { parameters.append(.range(index)) }
        }
        self.structures = structures
        self.parameters = parameters
        let begin = VariogramModel(structures)
        roots = classes.map { item in
            let pairs = Double(item.pairs).squareRoot()
            switch weights {
            case .pairsOverSquaredDistance: return pairs / item.distanceInMetres
            case .pairs: return pairs
            case .pairsOverSquaredModel:
                return pairs / begin.semivariance(atMetres: item.distanceInMetres)
            case .equal: return 1
            }
        }
        isSingular = !roots.allSatisfy(\.isFinite) || classes.isEmpty
    }

    mutating func run() {
        guard !isSingular else { return }
        sumOfSquares = squares()
        guard !parameters.isEmpty else {
            isConverged = true
            return
        }
        var before = Double.greatestFiniteMagnitude
        for _ in 0..<Self.stepLimit {
            guard let (next, isBounded) = step() else {
                isSingular = true
                return
            }
            structures = next
            sumOfSquares = squares()
            guard sumOfSquares.isFinite else {
                isSingular = true
                return
            }
            var improvement = before - sumOfSquares
            if sumOfSquares > Self.zero { improvement /= sumOfSquares }
            before = sumOfSquares
            if improvement < Self.improvementLimit, improvement >= 0, !isBounded {
                isConverged = true
                return
            }
        }
    }

    private func residual(_ item: EmpiricalVariogram.Class) -> Double {
        item.semivariance
            - structures.reduce(0) { $0 + $1.semivariance(atMetres: item.distanceInMetres) }
    }

    /// The weighted sum of squares of the present structures.
    private func squares() -> Double {
        zip(classes, roots).reduce(0) { sum, pair in
            let rest = residual(pair.0) * pair.1
            return sum + rest * rest
        }
    }

    /// The structures after one step; `nil` when the classes cannot tell the parameters apart.
    private func step() -> (structures: [VariogramModel.Structure], isBounded: Bool)? {
        // Columns of unit length, so that sills and ranges are judged alike.
        var scales: [Double] = []
        var columns: [[Double]] = []
        for parameter in parameters {
            let column = zip(classes, roots).map { derivative(parameter, $0) * $1 }
            let norm = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard norm > 0, norm.isFinite else { return nil }
            scales.append(norm)
            columns.append(column.map { $0 / norm })
        }
        let right = zip(classes, roots).map { residual($0) * $1 }
        let (solution, rank) = LinearAlgebra.leastSquares(columns, right, conditionLimit: 1e-9)
        guard rank == parameters.count else { return nil }
        var change = zip(solution, scales).map { $0 / $1 }
        let values = parameters.map(value)
        var isBounded = false
        let hasRanges = parameters.contains { if case .range = $0 { true } else { false } }
        let ratio = Self.square(change) / Self.square(values)
        if hasRanges, ratio > Self.largestStep {
            change = change.map { $0 * (Self.largestStep / ratio) }
            isBounded = true
        }
        var next = structures
        for (parameter, (value, change)) in zip(parameters, zip(values, change)) {
            switch parameter {
            case .sill(let index): next[index] = next[index].with(partialSill: value + change)
            case .range(let index): next[index] = next[index].with(range: value + change)
            }
        }
        return (next, isBounded)
    }

    private static func square(_ values: [Double]) -> Double {
        values.reduce(0) { $0 + $1 * $1 }
    }

    private func value(of parameter: Parameter) -> Double {
        switch parameter {
        case .sill(let index): structures[index].partialSill
        case .range(let index): structures[index].rangeInMetres
        }
    }

    private func derivative(_ parameter: Parameter, _ item: EmpiricalVariogram.Class) -> Double {
        switch parameter {
        case .sill(let index):
            structures[index].with(partialSill: 1).semivariance(atMetres: item.distanceInMetres)
        case .range(let index):
            structures[index].derivativeByRange(atMetres: item.distanceInMetres)
        }
    }
}

extension VariogramModel.Structure {
    /// ∂γ / ∂range at `metres`.
    func derivativeByRange(atMetres metres: Double) -> Double {
        let range = rangeInMetres
        let q = metres / range
        switch kind {
        case .nugget: return 0
        case .spherical: return metres > range ? 0 : partialSill * 1.5 * (q / range) * (q * q - 1)
        case .exponential: return -partialSill * (q / range) * exp(-q)
        case .gaussian:
            // Half the derivative: gstat's steps are made with it, and come to rest where it is
            // at right angles to the residuals, which a fit equal to gstat's needs.
            return -partialSill * (q / range) * exp(-q * q)
        case .linear: return metres > range ? 0 : -partialSill * q / range
        case .matern:
            // A central difference over a thousandth of the range.
            let delta = 0.001
            let wide = with(range: range * (1 + delta)).semivariance(atMetres: metres)
            let narrow = with(range: range * (1 - delta)).semivariance(atMetres: metres)
            return (wide - narrow) / (2 * range * delta)
        }
    }
}
