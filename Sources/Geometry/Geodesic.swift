#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Ellipsoid {
    /// The length in metres of the shortest line on this ellipsoid from `start` to `end`,
    /// longitude and latitude in degrees.
    ///
    /// NaN when a coordinate is not finite. Symmetric up to rounding.
    ///
    /// - Accuracy: within 1 µm up to 1000 km, and within 0.1 mm for every pair that the iteration
    ///   reaches. Within about half a degree of the antipode it does not converge; the result
    ///   there is the length of a half meridian, up to 70 km (0.35 %) too long.
    ///
    /// Source: Vincenty, Direct and inverse solutions of geodesics on the ellipsoid with
    /// application of nested equations, Survey Review 23 (176), 1975, equations 13 to 19; the
    /// coefficients A and B from the third flattening k₁ of his addendum.
    public func distanceInMetres(from start: Coordinate, to end: Coordinate) -> Double {
        guard start.isFinite, end.isFinite else { return .nan }
        if start == end { return 0 }
        let f = flattening
        let difference = radians(wrappedLongitude(end.x - start.x))
        let u1 = atan((1 - f) * tan(radians(start.y)))
        let u2 = atan((1 - f) * tan(radians(end.y)))
        let (sinU1, cosU1) = (sin(u1), cos(u1))
        let (sinU2, cosU2) = (sin(u2), cos(u2))
        // From the difference of the latitudes themselves, which keeps the digits of short lines.
        let sinDifference = sin(u2 - u1)

        var lambda = difference
        for _ in 0..<100 {
            let across = cosU2 * sin(lambda)
            let half = sin(lambda / 2)
            let along = sinDifference + 2 * sinU1 * cosU2 * half * half
            let sinSigma = (across * across + along * along).squareRoot()
            if sinSigma == 0 { return 0 }
            let cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cos(lambda)
            let sigma = atan2(sinSigma, cosSigma)
            let sinAlpha = cosU1 * cosU2 * sin(lambda) / sinSigma
            let cosSqAlpha = 1 - sinAlpha * sinAlpha
            // On the equator cos²α is 0 and the term has no effect.
            let cos2M = cosSqAlpha > 1e-15 ? cosSigma - 2 * sinU1 * sinU2 / cosSqAlpha : 0
            let c = f / 16 * cosSqAlpha * (4 + f * (4 - 3 * cosSqAlpha))
            let previous = lambda
            lambda =
                difference + (1 - c) * f * sinAlpha
                * (sigma + c * sinSigma * (cos2M + c * cosSigma * (2 * cos2M * cos2M - 1)))
            if abs(lambda) > .pi { break }
            if abs(lambda - previous) < 2e-15 {
                return arcLength(
                    sigma: sigma, sinSigma: sinSigma, cosSigma: cosSigma, cos2M: cos2M,
                    cosSqAlpha: cosSqAlpha)
            }
        }
        return halfMeridianLength
    }

    private func arcLength(
        sigma: Double, sinSigma: Double, cosSigma: Double, cos2M: Double, cosSqAlpha: Double
    ) -> Double {
        let b = semiMinorAxis
        let uSq = cosSqAlpha * (semiMajorAxis * semiMajorAxis - b * b) / (b * b)
        let root = (1 + uSq).squareRoot()
        let k1 = (root - 1) / (root + 1)
        let bigA = (1 + k1 * k1 / 4) / (1 - k1)
        let bigB = k1 * (1 - 3 * k1 * k1 / 8)
        let inner =
            cosSigma * (2 * cos2M * cos2M - 1)
            - bigB / 6 * cos2M * (4 * sinSigma * sinSigma - 3) * (4 * cos2M * cos2M - 3)
        return b * bigA * (sigma - bigB * sinSigma * (cos2M + bigB / 4 * inner))
    }

    /// Half of an ellipse through the poles, by its series in the third flattening.
    private var halfMeridianLength: Double {
        let n = flattening / (2 - flattening)
        let mean = semiMajorAxis / (1 + n) * (1 + n * n / 4 + n * n * n * n / 64)
        return .pi * mean
    }
}

extension LineString {
    /// The length of each segment on `ellipsoid` in metres, one fewer than the vertices; empty for
    /// fewer than two. The vertices are longitude and latitude in degrees.
    public func ellipsoidalSegmentLengths(on ellipsoid: Ellipsoid) -> [Double] {
        zip(coordinates, coordinates.dropFirst()).map {
            ellipsoid.distanceInMetres(from: $0, to: $1)
        }
    }

    /// The length on `ellipsoid` in metres, the segments being geodesics between vertices in
    /// longitude and latitude (degrees); 0 for fewer than two vertices.
    public func ellipsoidalLength(on ellipsoid: Ellipsoid) -> Double {
        ellipsoidalSegmentLengths(on: ellipsoid).reduce(0, +)
    }
}
