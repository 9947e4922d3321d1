import Reports
import Testing
import TestSupport

@Suite("Colours and classes")
struct ColourScaleTests {
    @Test("Hexadecimal colours read and write")
    func hex() {
        #expect(Colour(hex: "#00CCFF") == Colour(red: 0, green: 204, blue: 255))
        #expect(Colour(hex: "#ff9b00")?.hex == "#FF9B00")
        #expect(Colour(0x000102).hex == "#000102")
        for wrong in ["", "00CCFF", "#00CCF", "#00CCFFF", "#+0CCFF", "#00CCGG", "red"] {
            #expect(Colour(hex: wrong) == nil)
        }
    }

    @Test("A ramp begins and ends with its anchors, and grey lies between black and white")
    func ramp() {
        let ramp = ColourRamp([.black, .white])
        #expect(ramp.colours(2) == [.black, .white])
        #expect(ramp.colour(at: -1) == .black)
        #expect(ramp.colour(at: 2) == .white)
        let middle = ramp.colour(at: 0.5)
        // Oklab lightness 0.5 is 99 of 255 in sRGB: 0.5³ = 0.125 linear.
        #expect(middle == Colour(red: 99, green: 99, blue: 99))
        #expect(ColourRamp.blueWhiteRed.colours(7)[3] == ColourRamp.blueWhiteRed.anchors[2])
    }

    @Test("Sequential ramps darken from step to step, so that a grey print keeps the order")
    func darkens() {
        for ramp in [ColourRamp.yellowOrangeRed, .blues, .purples] {
            let lights = ramp.colours(9).map {
                0.2126 * Double($0.red) + 0.7152 * Double($0.green) + 0.0722 * Double($0.blue)
            }
            #expect(zip(lights, lights.dropFirst()).allSatisfy(>))
        }
    }

    @Test("Equal breaks are whole multiples of a round step")
    func equalBreaks() {
        // 0…60: 2nd percentile 1.2, 98th 58.8; six classes of 10 fit.
        let scale = ColourScale.sequential((0...60).map(Double.init), classes: 6)
        #expect(scale.breaks == [10, 20, 30, 40, 50])
        #expect(scale.colours.count == 6)
        #expect(scale.dataRange == 0...60)
        let tenths = ColourScale.sequential((0...60).map { Double($0) / 100 }, classes: 6)
        #expect(tenths.breaks == [0.1, 0.2, 0.3, 0.4, 0.5])
    }

    @Test("One outlier does not stretch the classes")
    func outlier() {
        let values = (0...100).map { 20 + Double($0) / 10 } + [5000]
        #expect(ColourScale.sequential(values).breaks.allSatisfy { (20...30).contains($0) })
    }

    @Test("Quantile breaks hold about as many values each")
    func quantileBreaks() {
        // Quartiles of 1…100 are 25.75, 50.5, 75.25; the smallest gap 24.75 allows steps of 10.
        let scale = ColourScale.sequential(
            (1...100).map(Double.init), classes: 4, rule: .quantile)
        #expect(scale.breaks == [30, 50, 80])
    }

    @Test("Breaks of changes mirror each other around 0")
    func diverging() {
        // 98th percentile of |v| near 14; 14 / 3.5 = 4, nearest round step 5.
        let scale = ColourScale.diverging([-14, -7, 0, 3, 14])
        #expect(scale.breaks == [-15, -10, -5, 5, 10, 15])
        #expect(scale.colour(of: 0) == ColourRamp.blueWhiteRed.anchors[2])
        #expect(scale.colour(of: -100) == ColourRamp.blueWhiteRed.anchors[0])
        #expect(scale.label(ofClass: 3) == "-5 ~ 5")
    }

    @Test("Changes that are all on one side of 0 get classes over their range in its colours")
    func oneSided() {
        // −40…−20: percentiles −39.6 and −20.4; steps of 2.5 give seven breaks, so 5 is next.
        let ramp = ColourRamp.blueWhiteRed
        let falls = ColourScale.diverging((-40 ... -20).map(Double.init))
        #expect(falls.breaks == [-35, -30, -25])
        #expect((0...3).map(falls.label) == ["≤ -35", "-35 ~ -30", "-30 ~ -25", "> -25"])
        #expect(falls.colours.first == ramp.anchors[0])
        #expect(falls.colours.last == ramp.colour(at: 0.42))
        let rises = ColourScale.diverging((20...40).map(Double.init))
        #expect(rises.breaks == [25, 30, 35])
        #expect(rises.colours.first == ramp.colour(at: 0.58))
        #expect(rises.colours.last == ramp.anchors[4])
        #expect(rises.dataRange == 20...40)
        // One value: the side's strong colour.
        #expect(ColourScale.diverging([-5, .nan]).colours == [ramp.anchors[0]])
        #expect(ColourScale.diverging([5]).colours == [ramp.anchors[4]])
    }

    @Test("Changes on both sides of 0, or that reach near it, stay centred on 0")
    func centred() {
        for values in [[-20.0, 1], [-20, -4], [4, 20], [-20, 0], [0, 20]] {
            let breaks = ColourScale.diverging(values).breaks
            #expect(breaks.count == 6)
            #expect(zip(breaks, breaks.reversed()).allSatisfy { $0 == -$1 })
        }
    }

    @Test("A value on a break belongs to the class below")
    func limits() {
        let scale = ColourScale(breaks: [10, 20], colours: [.black, .white, .nodata])
        #expect([9, 10, 10.01, 20, 21].map { scale.classIndex(of: $0) } == [0, 0, 1, 1, 2])
        #expect(scale.classIndex(of: .nan) == nil)
        #expect(scale.colour(of: nil) == .nodata)
        #expect((0...2).map(scale.label) == ["≤ 10", "10–20", "> 20"])
    }

    @Test("Few or no values give few classes, never a fault")
    func degenerate() {
        for rule in [ColourScale.BreakRule.equal, .quantile] {
            #expect(ColourScale.sequential([], rule: rule).colours.count == 1)
            #expect(ColourScale.sequential([.nan, .infinity], rule: rule).label(ofClass: 0) == "–")
            let one = ColourScale.sequential([7, 7, 7], rule: rule)
            #expect(one.breaks.isEmpty)
            #expect(one.label(ofClass: 0) == "7")
            let two = ColourScale.sequential([1, 2], rule: rule)
            #expect(two.colour(of: 1) != two.colour(of: 2))
        }
        #expect(ColourScale.diverging([0, 0]).breaks.isEmpty)
        #expect(ColourScale.diverging([]).colours.count == 1)
    }

    @Test("Breaks of random data ascend, are few, and part the smallest from the largest")
    func invariants() {
        var random = SeededRandom(seed: 11)
        for round in 0..<300 {
            let scale10 = [1e-6, 1, 1e7][round % 3]
            let values = (0..<(2 + round % 40)).map { _ in
                (Double.random(in: -1...1, using: &random) + Double(round % 5)) * scale10
            }
            for rule in [ColourScale.BreakRule.equal, .quantile] {
                let scale = ColourScale.sequential(values, classes: 6, rule: rule)
                #expect(scale.breaks.count <= 5)
                guard let low = values.min(), let high = values.max(), low < high else { continue }
                #expect(scale.breaks.allSatisfy { $0 >= low && $0 < high })
                #expect(scale.classIndex(of: low) == 0)
                #expect(scale.classIndex(of: high) == scale.breaks.count)
                #expect(!scale.breaks.isEmpty)
            }
        }
    }

    @Test("Categories have their colour, unknown texts the one of no data")
    func categories() {
        let scale = SampleReport.waterClasses
        #expect(scale.colour(of: "III").hex == "#00FF00")
        #expect(scale.colour(of: "VI") == .nodata)
        #expect(scale.colour(of: nil) == .nodata)
        #expect(scale.swatches["劣V"]?.hex == "#FF0000")
        #expect(scale.label(of: "VI") == "VI")
        let dry = CategoryScale([
            .init(value: "dry", label: LocalizedText(zh: "断流", en: "dry"), colour: .black)
        ])
        #expect(dry.label(of: "dry").zh == "断流")
        let legend = dry.legend(title: "t").entries
        #expect(legend.map(\.label.zh) == ["断流", "无数据"])
        #expect(dry.legend(title: "t", showsNodata: false).entries.count == 1)
    }
}
