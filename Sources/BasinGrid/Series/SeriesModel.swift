import Geometry
import Interpolation
import Reports

/// The variogram of a series, and what its sills are multiplied with at each time.
///
/// One shape serves all times. It is fitted to values that are standardised time by time; the sills
/// of a time are those of the shape times the variance of the values then, so that a smoggy hour's
/// error is not a clean one's. At last all scales are multiplied by one factor that makes the mean
/// square of the standardised leave-one-out errors 1 over all times.
struct SeriesModel {
    let model: VariogramModel
    /// One factor a time.
    private(set) var scales: [Double]
    private(set) var notes: [LocalizedText] = []

    private let isFitted: Bool

    /// The most times that a variogram is fitted from, and errors are checked at.
    private static let mostTimes = 500

    /// - Parameters:
    ///   - times: The values of the stations at each time; NaN for a silent one.
    init(
        _ settings: SeriesSettings, _ times: [[Double]], at places: [Coordinate],
        measure: DistanceMeasure
    ) throws {
        let isFitted = settings.variogram == "auto"
        let scalesTimes = settings.scale.map { $0 == "hour" } ?? isFitted
        var notes: [LocalizedText] = []
        var model: VariogramModel
        if isFitted {
            let sample = Self.sample(times)
            let (variogram, pooled) = try EmpiricalVariogram.pooled(
                sample, at: places, measure: measure)
            let selection = VariogramSelection(of: variogram)
            model = selection.model
            notes.append(
                LocalizedText(
                    "时刻共 \(times.count) 个，取其中 \(sample.count) 个。"
                        + pooled.descriptionInChinese,
                    "Of \(times.count) times \(sample.count) were taken. " + pooled.description))
            notes += Self.lines(selection.descriptionInChinese, selection.description)
        } else {
            model = try VariogramModel(text: settings.variogram)
        }
        let variances = times.map(Self.variance)
        var scales = [Double](repeating: 1, count: times.count)
        if scalesTimes {
            // A given model has the sills of the series as a whole.
            let whole = isFitted ? 1 : Self.mean(variances.filter { $0 > 0 })
            scales = variances.map { whole > 0 ? $0 / whole : 1 }
        } else if isFitted {
            // A shape of standardised values needs the unit of the values back.
            let whole = Self.mean(variances.filter { $0 > 0 })
            model = model.scaled(by: whole.isNaN ? 1 : whole)
        }
        self.model = model
        self.isFitted = isFitted
        self.scales = scales
        self.notes = notes
    }

    /// Multiplies all scales by the mean square of standardised leave-one-out errors, where the
    /// variogram was fitted; a given one is only reported on.
    mutating func calibrate(with estimator: ZoneKriging, on times: [[Double]], threads: Int) {
        guard let ratio = errorRatio(of: estimator, on: times, threads: threads) else { return }
        guard isFitted, ratio > 0 else {
            notes.append(
                LocalizedText(
                    "留一交叉验证的标准化误差均方为 \(Self.text(ratio))（接近 1 表示误差可信）。",
                    "The mean square of standardised leave-one-out errors is \(Self.text(ratio)) "
                        + "(near 1 when the errors are true)."))
            return
        }
        scales = scales.map { $0 * ratio }
        notes.append(
            LocalizedText(
                "留一交叉验证的标准化误差均方为 \(Self.text(ratio))，各时刻的方差已乘以该系数，使其为 1。",
                "The mean square of standardised leave-one-out errors was \(Self.text(ratio)); "
                    + "all variances are multiplied by it, which makes it 1."))
    }

    /// The mean square of standardised leave-one-out errors; `nil` without any.
    private func errorRatio(
        of estimator: ZoneKriging, on times: [[Double]], threads: Int
    ) -> Double? {
        let picked = Self.sampleIndices(times).filter { scales[$0] > 0 }
        guard !picked.isEmpty else { return nil }
        let predictions = estimator.leaveOneOut(
            picked.map { times[$0] }, scales: picked.map { scales[$0] }, threads: threads)
        var sum = 0.0
        var count = 0
        for (index, row) in zip(picked, predictions) {
            for (value, prediction) in zip(times[index], row) {
                guard let prediction, let variance = prediction.variance, variance > 0,
                    value.isFinite, prediction.value.isFinite
                else { continue }
                sum += (value - prediction.value) * (value - prediction.value) / variance
                count += 1
            }
        }
        return count == 0 ? nil : sum / Double(count)
    }

    /// Times evenly spread over those at which two stations reported.
    private static func sampleIndices(_ times: [[Double]]) -> [Int] {
        let usable = times.indices.filter { index in
            times[index].count { !$0.isNaN } > 1
        }
        let step = max((usable.count + mostTimes - 1) / mostTimes, 1)
        return stride(from: 0, to: usable.count, by: step).map { usable[$0] }
    }

    private static func sample(_ times: [[Double]]) -> [[Double]] {
        sampleIndices(times).map { times[$0] }
    }

    /// The population variance of the values there are; 0 for fewer than two.
    private static func variance(_ values: [Double]) -> Double {
        let there = values.filter { !$0.isNaN }
        guard there.count > 1 else { return 0 }
        let mean = mean(there)
        return there.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(there.count)
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    private static func text(_ value: Double) -> String {
        NumberText.significant(value, digits: 3)
    }

    private static func lines(_ zh: String, _ en: String) -> [LocalizedText] {
        zip(zh.split(separator: "\n"), en.split(separator: "\n")).map {
            LocalizedText(String($0), String($1))
        }
    }
}
