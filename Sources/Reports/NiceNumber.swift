import Foundation

/// A step of 1, 2, 2.5 or 5 times a power of ten, whose multiples are exact decimals.
struct NiceStep: Hashable {
    /// 10, 20, 25 or 50.
    let mantissa: Int
    /// step = mantissa × 10^exponent
    let exponent: Int

    /// The largest nice step that is not above `size`.
    ///
    /// - Precondition: `size` is positive and finite.
    init(atMost size: Double) {
        precondition(size > 0 && size.isFinite, "a step is positive")
        let power = Int(log10(size).rounded(.down)) + 1
        var best = NiceStep(mantissa: 10, exponent: power - 3)
        for exponent in (power - 3)...(power - 1) {
            for mantissa in [10, 20, 25, 50] {
                let step = NiceStep(mantissa: mantissa, exponent: exponent)
                if step.size <= size && step.size > best.size { best = step }
            }
        }
        self = best
    }

    /// The nice step nearest to `size` in proportion; the smaller of two equally near.
    ///
    /// - Precondition: `size` is positive and finite.
    init(near size: Double) {
        let below = NiceStep(atMost: size)
        let above = below.next
        self = size / below.size <= above.size / size ? below : above
    }

    init(mantissa: Int, exponent: Int) {
        self.mantissa = mantissa
        self.exponent = exponent
    }

    var size: Double { multiple(1) }

    /// The next larger step.
    var next: NiceStep {
        switch mantissa {
        case 10: NiceStep(mantissa: 20, exponent: exponent)
        case 20: NiceStep(mantissa: 25, exponent: exponent)
        case 25: NiceStep(mantissa: 50, exponent: exponent)
        default: NiceStep(mantissa: 10, exponent: exponent + 1)
        }
    }

    /// `count` steps, rounded once.
    func multiple(_ count: Int) -> Double {
        let whole = Double(count) * Double(mantissa)
        return exponent < 0 ? whole / pow(10, Double(-exponent)) : whole * pow(10, Double(exponent))
    }

    /// The multiple nearest to `value`, a half away from zero.
    func rounded(_ value: Double) -> Double {
        let count = (value / size).rounded()
        return abs(count) < 1e15 ? multiple(Int(count)) : value
    }
}

/// Where classes begin and end, on rounded numbers.
enum ClassBreaks {
    /// Breaks at whole multiples of a nice step between the 2nd and the 98th percentile, so that
    /// single outliers fall into the open classes at both ends: at most `classes` − 1 of them.
    static func equal(_ sorted: [Double], classes: Int) -> [Double] {
        let low = quantile(sorted, 0.02)
        let high = quantile(sorted, 0.98)
        guard high > low else { return distinctBreak(sorted) }
        var step = NiceStep(atMost: (high - low) / Double(classes))
        while true {
            let first = (low / step.size).rounded(.down) + 1
            let last = (high / step.size).rounded(.up) - 1
            guard abs(first) < 1e15, abs(last) < 1e15 else { return distinctBreak(sorted) }
            if last < first { return distinctBreak(sorted) }
            if last - first + 1 <= Double(classes - 1) {
                return (Int(first)...Int(last)).map { step.multiple($0) }
            }
            step = step.next
        }
    }

    /// Breaks near the quantiles 1/n, 2/n …, rounded as far as they stay apart and inside the data.
    static func quantile(_ sorted: [Double], classes: Int) -> [Double] {
        guard let smallest = sorted.first, let largest = sorted.last, largest > smallest else {
            return []
        }
        let cuts = (1..<classes).map { quantile(sorted, Double($0) / Double(classes)) }
        let gaps = zip(cuts, cuts.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
        let gap = gaps.min() ?? (largest - smallest) / Double(classes)
        let step = NiceStep(atMost: gap / 2)
        var breaks: [Double] = []
        for cut in cuts.map(step.rounded) where cut >= smallest && cut < largest {
            if breaks.last != cut { breaks.append(cut) }
        }
        return breaks.isEmpty ? distinctBreak(sorted) : breaks
    }

    /// Breaks −n·s … −s, s … n·s, so that `classes` (odd) classes are centred on 0.
    static func centred(_ sorted: [Double], classes: Int) -> [Double] {
        let magnitudes = sorted.map(\.magnitude).sorted()
        let bound = magnitudes.isEmpty ? 0 : quantile(magnitudes, 0.98)
        let largest = magnitudes.last ?? 0
        guard largest > 0 else { return [] }
        let side = (classes - 1) / 2
        let wanted = (bound > 0 ? bound : largest) / (Double(side) + 0.5)
        let step = NiceStep(near: wanted)
        return (-side...side).filter { $0 != 0 }.map { step.multiple($0) }
    }

    /// One break between the smallest and the next value, for data with few different values.
    private static func distinctBreak(_ sorted: [Double]) -> [Double] {
        guard let smallest = sorted.first, let largest = sorted.last, largest > smallest else {
            return []
        }
        let next = sorted.first { $0 > smallest } ?? largest
        let step = NiceStep(atMost: (next - smallest) / 2)
        let cut = step.rounded(smallest + (next - smallest) / 2)
        return [cut >= smallest && cut < next ? cut : smallest]
    }

    /// The quantile with linear interpolation between order statistics (type 7 of Hyndman and Fan).
    private static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
        guard let last = sorted.indices.last else { return .nan }
        let position = probability * Double(last)
        let index = min(Int(position), last)
        let upper = min(index + 1, last)
        return sorted[index] + (position - Double(index)) * (sorted[upper] - sorted[index])
    }
}
