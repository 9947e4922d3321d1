/// What gave way while kriging, counted: all 0 when the equations always had one solution.
public struct KrigingReport: Hashable, Sendable {
    /// Targets whose stations could not tell the trend apart, so that ordinary kriging took the
    /// place of universal.
    public internal(set) var targetsWithConstantTrend = 0
    /// Targets whose system was singular or nearly, and was solved by the generalised inverse.
    public internal(set) var targetsWithGeneralisedInverse = 0
    /// Targets with fewer stations than the minimum, or without external fields: no estimate.
    public internal(set) var targetsWithoutEstimate = 0
    /// Targets with an estimate, those above included.
    public internal(set) var targetsWithEstimate = 0

    public init() {}

    /// Whether every estimate is what was asked for.
    public var isClean: Bool {
        targetsWithConstantTrend == 0 && targetsWithGeneralisedInverse == 0
    }

    mutating func add(_ other: KrigingReport) {
        targetsWithConstantTrend += other.targetsWithConstantTrend
        targetsWithGeneralisedInverse += other.targetsWithGeneralisedInverse
        targetsWithoutEstimate += other.targetsWithoutEstimate
        targetsWithEstimate += other.targetsWithEstimate
    }

    mutating func add(_ outcome: KrigingSystem.Outcome, targets: Int) {
        targetsWithEstimate += targets
        if outcome.isTrendConstant { targetsWithConstantTrend += targets }
        if outcome.isGeneralised { targetsWithGeneralisedInverse += targets }
    }
}

extension KrigingReport: CustomStringConvertible {
    /// One sentence for each thing that gave way, in English; empty when nothing did.
    public var description: String {
        sentences(
            constant: {
                "\($0) of \($1) estimates use a constant trend: their stations lie on a line "
                    + "or are too few for the trend."
            },
            generalised: {
                "\($0) of \($1) estimates use the generalised inverse: the covariances of "
                    + "their stations are singular or nearly. A nugget would help."
            })
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        sentences(
            constant: { "\($1) 个估计值中有 \($0) 个改用常数趋势：站点共线或数量不足以确定趋势。" },
            generalised: {
                "\($1) 个估计值中有 \($0) 个使用广义逆：站点协方差矩阵奇异或接近奇异，"
                    + "设置块金值可避免。"
            })
    }

    private func sentences(
        constant: (Int, Int) -> String, generalised: (Int, Int) -> String
    ) -> String {
        var lines: [String] = []
        if targetsWithConstantTrend > 0 {
            lines.append(constant(targetsWithConstantTrend, targetsWithEstimate))
        }
        if targetsWithGeneralisedInverse > 0 {
            lines.append(generalised(targetsWithGeneralisedInverse, targetsWithEstimate))
        }
        return lines.joined(separator: "\n")
    }
}
