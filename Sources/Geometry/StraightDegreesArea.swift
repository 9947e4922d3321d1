#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Measures polygons whose edges are straight lines of longitude and latitude, as maps in degrees
/// draw them and coverage on grids in degrees takes them.
///
/// The area between an edge and the equator is ∫ A(φ) dλ, A(φ) = a² q(sin φ)/2 being the area from
/// the equator to latitude φ on one radian of longitude, with
/// q(s) = (1 − e²) Σₖ e²ᵏ (2k + 2)/(2k + 1) s²ᵏ⁺¹. Gauss's rule with two points integrates it over
/// pieces of an edge that are short in latitude.
///
/// Source: Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395, 1987,
/// equation 3-12, its two terms expanded in powers of e.
public struct StraightDegreesMeter: Sendable {
    /// a² (1 − e²)/2 · e²ᵏ (2k + 2)/(2k + 1), the highest power first.
    private let coefficients: [Double]

    public init(on ellipsoid: Ellipsoid) {
        let e2 = ellipsoid.eccentricitySquared
        let a = ellipsoid.semiMajorAxis
        var terms: [Double] = []
        var power = 1.0
        // Flat bodies need more terms; the Earth needs eight.
        while terms.isEmpty || (power > 1e-18 && terms.count < 400) {
            let k = Double(terms.count)
            terms.append(a * a * (1 - e2) / 2 * power * (2 * k + 2) / (2 * k + 1))
            power *= e2
        }
        coefficients = terms.reversed()
    }

    /// The area of `polygon` in square metres, holes taken off; never negative for a valid polygon.
    ///
    /// Coordinates are longitude and latitude in degrees, taken as a plane: an edge from 179 to −179
    /// goes round the globe. Orientation is free. An empty or flat ring has area 0; a coordinate
    /// that is not finite gives NaN.
    ///
    /// - Complexity: O(vertices); edges longer than 0.06° of latitude O(their length).
    /// - Accuracy: 1e-12 relative for areas of 1 km² and more, 1e-9 for 100 m². Polygons whose
    ///   edges are geodesics differ by about c³ tan φ/12R an edge of length c: 1e-7 and less for
    ///   outlines with vertices every few hundred metres.
    public func area(of polygon: Polygon) -> Double {
        polygon.holes.reduce(abs(signedArea(of: polygon.shell))) {
            $0 - abs(signedArea(of: $1))
        }
    }

    private func signedArea(of ring: Ring) -> Double {
        ring.coordinates.withUnsafeBufferPointer { vertices in
            coefficients.withUnsafeBufferPointer { coefficients in
                guard let first = vertices.first else { return 0 }
                // Less the strip down to the first vertex's latitude, which closed rings cancel:
                // sums of small numbers keep their digits.
                let sine = sin(radians(first.y))
                let strip = fromEquator(sine, coefficients)
                var sum = 0.0
                for index in 1..<max(1, vertices.count) {
                    sum += underEdge(vertices[index - 1], vertices[index], strip, coefficients)
                }
                return radians(sum)
            }
        }
    }

    /// ∫ (A(φ) − strip) dλ over an edge, λ in degrees.
    @inline(__always)
    private func underEdge(
        _ start: Coordinate, _ end: Coordinate, _ strip: Double,
        _ coefficients: UnsafeBufferPointer<Double>
    ) -> Double {
        let width = end.x - start.x
        // NaN goes on.
        if width == 0 { return 0 }
        let rise = radians(end.y - start.y)
        if abs(rise) <= Self.longestPiece {
            let middle = radians((start.y + end.y) / 2)
            return width * (mean(around: middle, rise, coefficients) - strip)
        }
        guard rise.isFinite else { return .nan }
        let pieces = (abs(rise) / Self.longestPiece).rounded(.up)
        let step = rise / pieces
        var sum = 0.0
        for piece in 0..<Int(min(pieces, 1e6)) {
            let middle = radians(start.y) + (Double(piece) + 0.5) * step
            sum += mean(around: middle, step, coefficients) - strip
        }
        return width / pieces * sum
    }

    /// The rule's error is A⁗ · rise⁴/4320: below 1e-15 of the globe's half.
    private static let longestPiece = 1e-3

    /// The mean of A over latitudes from `middle` − `rise`/2 to `middle` + `rise`/2, in radians.
    @inline(__always)
    private func mean(
        around middle: Double, _ rise: Double, _ coefficients: UnsafeBufferPointer<Double>
    ) -> Double {
        let sine = sin(middle)
        if rise == 0 { return fromEquator(sine, coefficients) }
        // Its rounding near the poles goes up at one point and down at the other.
        let cosine = ((1 - sine) * (1 + sine)).squareRoot()
        // sin(middle ± offset), the offset being small.
        let offset = rise * 0.288_675_134_594_812_9
        let square = offset * offset
        let sineOffset = offset * (1 - square / 6 * (1 - square / 20))
        let cosineOffset = 1 - square / 2 * (1 - square / 12)
        let base = sine * cosineOffset
        let change = cosine * sineOffset
        let sines = SIMD2(base - change, base + change)
        let squares = sines * sines
        var sums = SIMD2<Double>.zero
        for coefficient in coefficients { sums = sums * squares + coefficient }
        let areas = sums * sines
        return (areas[0] + areas[1]) / 2
    }

    /// A for the sine of a latitude.
    @inline(__always)
    private func fromEquator(_ sine: Double, _ coefficients: UnsafeBufferPointer<Double>) -> Double
    {
        let square = sine * sine
        var sum = 0.0
        for coefficient in coefficients { sum = sum * square + coefficient }
        return sum * sine
    }
}
