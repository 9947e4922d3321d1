import Foundation

/// The variogram that fits best of several, with the others and what was chosen why.
///
/// Each candidate is fitted by weighted least squares (pairs over squared distance) from the same
/// start: nugget the mean of the first three classes, partial sill that of the last five, range a
/// third of the largest distance. The smallest sum of squares wins, the first of equals. A
/// candidate whose range is not positive or lies beyond five cutoffs is not determined by the
/// classes and cannot win; where that goes for all, they are fitted again with the range fixed at
/// the cutoff.
public struct VariogramSelection: Hashable, Sendable {
    /// One model that was tried.
    public struct Candidate: Hashable, Sendable {
        /// Its shape: the structure over the nugget.
        public let kind: VariogramModel.Kind
        /// κ of a Matérn candidate, else 0.5.
        public let kappa: Double
        /// How it fitted.
        public let fit: VariogramFit
        /// Whether it could be chosen.
        public let isUsable: Bool
    }

    /// A shape to try.
    public struct Shape: Hashable, Sendable {
        public let kind: VariogramModel.Kind
        public let kappa: Double

        public init(_ kind: VariogramModel.Kind, kappa: Double = 0.5) {
            self.kind = kind
            self.kappa = kappa
        }
    }

    /// What was said about the choice.
    public enum Note: Hashable, Sendable {
        /// All values are equal: the model is 0 everywhere.
        case constantField
        /// Fewer classes than a model has numbers: the values' variance is all nugget.
        case tooFewClasses(Int)
        /// No range followed from the classes: it was fixed at the cutoff, in metres.
        case rangeFixed(Double)
    }

    /// The model chosen.
    public let model: VariogramModel
    /// Every shape that was tried, in order; empty for a degenerate field.
    public let candidates: [Candidate]
    /// What is unusual; empty when all went well.
    public let notes: [Note]

    /// Spherical, exponential, Gaussian, and Matérn with κ = 1.5.
    public static let usualShapes = [
        Shape(.spherical), Shape(.exponential), Shape(.gaussian), Shape(.matern, kappa: 1.5),
    ]

    /// The best of `shapes`.
    ///
    /// - Returns: always a model: nugget only when the field is constant, or has fewer classes
    ///   than the three numbers of a model.
    public init(
        of variogram: EmpiricalVariogram, shapes: [Shape] = VariogramSelection.usualShapes
    ) {
        let classes = variogram.classes
        if !classes.isEmpty, classes.allSatisfy({ $0.semivariance == 0 }) || variogram.variance == 0
        {
            self = Self(nugget: 0, note: .constantField)
            return
        }
        guard classes.count >= 3 else {
            let isConstant = variogram.variance == 0
            self = Self(
                nugget: variogram.variance,
                note: isConstant ? .constantField : .tooFewClasses(classes.count))
            return
        }
        var candidates = shapes.map { Self.candidate($0, variogram, fixedRange: nil) }
        var notes: [Note] = []
        if !candidates.contains(where: \.isUsable) {
            let range = variogram.cutoffInMetres
            notes.append(.rangeFixed(range))
            candidates = shapes.map { Self.candidate($0, variogram, fixedRange: range) }
        }
        var best: Candidate?
        for candidate in candidates where candidate.isUsable {
            if candidate.fit.sumOfSquares < best?.fit.sumOfSquares ?? .infinity { best = candidate }
        }
        guard let best else {
            self = Self(nugget: variogram.variance, note: .tooFewClasses(classes.count))
            return
        }
        self = Self(model: best.fit.model, candidates: candidates, notes: notes)
    }

    private init(model: VariogramModel, candidates: [Candidate], notes: [Note]) {
        self.model = model
        self.candidates = candidates
        self.notes = notes
    }

    private init(nugget: Double, note: Note) {
        let structure = VariogramModel.Structure(trusted: .nugget, partialSill: nugget)
        self.init(model: VariogramModel([structure]), candidates: [], notes: [note])
    }

    private static func candidate(
        _ shape: Shape, _ variogram: EmpiricalVariogram, fixedRange: Double?
    ) -> Candidate {
        func mean(_ classes: ArraySlice<EmpiricalVariogram.Class>) -> Double {
            classes.reduce(0) { $0 + $1.semivariance } / Double(classes.count)
        }
        let classes = variogram.classes
        let longest = classes.reduce(0) { max($0, $1.distanceInMetres) }
        let start = VariogramModel([
            VariogramModel.Structure(trusted: .nugget, partialSill: mean(classes.prefix(3))),
            VariogramModel.Structure(
                trusted: shape.kind, partialSill: mean(classes.suffix(5)),
                rangeInMetres: fixedRange ?? longest / 3, kappa: shape.kappa),
        ])
        let fit = VariogramFit(start, to: variogram, fitsRanges: fixedRange == nil)
        let range = fit.model.structures.last?.rangeInMetres ?? 0
        let isUsable =
            !fit.isSingular && fit.sumOfSquares.isFinite && range > 0
            && range <= 5 * variogram.cutoffInMetres
        return Candidate(kind: shape.kind, kappa: shape.kappa, fit: fit, isUsable: isUsable)
    }
}

extension VariogramSelection: CustomStringConvertible {
    /// The choice, each candidate and what is unusual, in English, a line each.
    public var description: String {
        var lines = ["Variogram: \(model)"]
        for candidate in candidates {
            let mark =
                candidate.fit.model == model ? "chosen" : candidate.isUsable ? "" : "unusable"
            lines.append(
                "  \(candidate.shortModel)  weighted squares \(candidate.shortSum)"
                    + (candidate.fit.isConverged ? "" : ", not converged")
                    + (mark.isEmpty ? "" : ", \(mark)"))
        }
        return (lines + notes.map(\.description)).joined(separator: "\n")
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        var lines = ["变异函数：\(model)"]
        for candidate in candidates {
            let mark = candidate.fit.model == model ? "采用" : candidate.isUsable ? "" : "不可用"
            lines.append(
                "  \(candidate.shortModel)  加权残差平方和 \(candidate.shortSum)"
                    + (candidate.fit.isConverged ? "" : "，未收敛")
                    + (mark.isEmpty ? "" : "，\(mark)"))
        }
        return (lines + notes.map(\.descriptionInChinese)).joined(separator: "\n")
    }
}

extension VariogramSelection.Candidate {
    /// The model as a person compares it: five digits. The one that is chosen is told whole.
    fileprivate var shortModel: VariogramModel {
        VariogramModel(
            fit.model.structures.map { structure in
                VariogramModel.Structure(
                    trusted: structure.kind, partialSill: rounded(structure.partialSill),
                    rangeInMetres: rounded(structure.rangeInMetres), kappa: structure.kappa)
            })
    }

    fileprivate var shortSum: Double { rounded(fit.sumOfSquares) }
}

/// `value` with five significant digits.
private func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    let scale = pow(10, 4 - log10(abs(value)).rounded(.down))
    return (value * scale).rounded() / scale
}

extension VariogramSelection.Note: CustomStringConvertible {
    /// The note in English.
    public var description: String {
        switch self {
        case .constantField:
            "All values are equal: the variogram is 0 and estimates are that value."
        case .tooFewClasses(let count):
            "The stations give \(count) class(es) of distance, too few for a model: their whole "
                + "variance is taken as nugget, and estimates are the mean."
        case .rangeFixed(let range):
            "The classes do not determine a range; it was fixed at \(range) m, the cutoff."
        }
    }

    /// The note in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .constantField: "全部数值相同：变异函数为 0，估计值即为该值。"
        case .tooFewClasses(let count):
            "站点只给出 \(count) 个距离分组，不足以拟合模型：全部方差作为块金值，估计值为均值。"
        case .rangeFixed(let range):
            "各距离分组不能确定变程，变程固定为最大距离 \(range) 米。"
        }
    }
}
