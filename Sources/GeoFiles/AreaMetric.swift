import CGDAL
import Foundation
import Geometry

/// True areas over a small box of a plane, as a polynomial that is integrated along edges.
///
/// With s(x, y) the true area of a unit of the plane and P(x, y) the integral of s over y from a
/// fixed line, the true area under an edge down to that line is ∫ P dx along the edge. Edges
/// between two heights differ by the true area between them, whatever the line.
struct AreaPatch {
    /// The place where the polynomial's variables are 0.
    var origin: Coordinate
    /// How much of the plane one unit of each variable is.
    var step: Coordinate
    /// For each power of the first variable, 0 to 2, the coefficients of the powers of the second.
    var rows: (SIMD8<Double>, SIMD8<Double>, SIMD8<Double>)
    /// Whether the first row is all there is, as in a plane of longitude and latitude.
    var isEvenInX: Bool

    /// ∫ P dx along the straight edge from (`x0`, `y0`) to (`x1`, `y1`), two-point Gauss: exact
    /// to the cubic terms, on a patch better than 1e-12 of its area.
    @inline(__always)
    func integral(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> Double {
        let width = x1 - x0
        let half = (y1 - y0) / 2
        let offset = 0.577_350_269_189_625_8
        let middle = (y0 + y1) / 2 - origin.y
        let v = SIMD2(middle - offset * half, middle + offset * half) / step.y
        var value = Self.horner(rows.0, v)
        if !isEvenInX {
            let centre = (x0 + x1) / 2 - origin.x
            let u = SIMD2(centre - offset * width / 2, centre + offset * width / 2) / step.x
            value += u * (Self.horner(rows.1, v) + u * Self.horner(rows.2, v))
        }
        return (value.x + value.y) / 2 * width
    }

    @inline(__always)
    private static func horner(_ c: SIMD8<Double>, _ v: SIMD2<Double>) -> SIMD2<Double> {
        var sum = SIMD2(repeating: c[5])
        sum = sum * v + SIMD2(repeating: c[4])
        sum = sum * v + SIMD2(repeating: c[3])
        sum = sum * v + SIMD2(repeating: c[2])
        sum = sum * v + SIMD2(repeating: c[1])
        return sum * v + SIMD2(repeating: c[0])
    }
}

/// Makes the patches of one coordinate reference system. Belongs to one thread at a time.
final class AreaMetric {
    /// The widest and highest box of a patch, in units of the CRS.
    let longestSide: Coordinate
    private let ellipsoid: Ellipsoid
    /// To longitude and latitude; `nil` where the coordinates are that already.
    private let transformer: CoordinateTransformer?

    init(crs: CoordinateReferenceSystem) throws(GeoFileError) {
        let base = try geographicBase(of: crs)
        ellipsoid = base.ellipsoid
        if crs.isGeographic {
            transformer = nil
            // Width does not matter: the area of a unit depends on the latitude alone.
            longestSide = Coordinate(x: .infinity, y: 0.25)
        } else {
            transformer = try CoordinateTransformer(from: crs, to: base.crs)
            let side = 20_000 / crs.metresPerUnit
            longestSide = Coordinate(x: side, y: side)
        }
    }

    /// The patch over `box`, which is no larger than `longestSide`.
    ///
    /// - Throws: `wrongContent` for a place that has no longitude and latitude.
    func patch(over box: BoundingBox) throws(GeoFileError) -> AreaPatch {
        guard let transformer else { return geographicPatch(box) }
        return try planePatch(box, transformer)
    }

    /// The polynomial of degree 4 through the densities at five latitudes, integrated.
    ///
    /// The density is M N cos φ = a² (1 − e²) cos φ/(1 − e² sin² φ)², a square radian's worth.
    private func geographicPatch(_ box: BoundingBox) -> AreaPatch {
        let step = box.height > 0 ? box.height / 4 : longestSide.y / 4
        let radian = Double.pi / 180
        let a = ellipsoid.semiMajorAxis
        let e2 = ellipsoid.eccentricitySquared
        let f = (-2...2).map { index in
            let latitude = (box.centre.y + Double(index) * step) * radian
            let s = sin(latitude)
            let w = 1 - e2 * s * s
            return a * a * (1 - e2) * cos(latitude) / (w * w) * radian * radian * step
        }
        // Central differences: the Taylor coefficients of the interpolating polynomial.
        let c1 = (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / 12
        let c2 = (-f[0] + 16 * f[1] - 30 * f[2] + 16 * f[3] - f[4]) / 24
        let c3 = (-f[0] + 2 * f[1] - 2 * f[3] + f[4]) / 12
        let c4 = (f[0] - 4 * f[1] + 6 * f[2] - 4 * f[3] + f[4]) / 24
        return AreaPatch(
            origin: box.centre, step: Coordinate(x: 1, y: step),
            rows: (SIMD8(0, f[2], c1 / 2, c2 / 3, c3 / 4, c4 / 5, 0, 0), .zero, .zero),
            isEvenInX: true)
    }

    /// The polynomial that gives nine parts of the box, three by three, their true areas.
    ///
    /// With Q(x, y) the true area from the lower left corner to (x, y), known on a lattice of
    /// four by four places, Q is the bicubic polynomial through them and P = ∂Q/∂x.
    private func planePatch(
        _ box: BoundingBox, _ transformer: CoordinateTransformer
    ) throws(GeoFileError) -> AreaPatch {
        let step = Coordinate(
            x: box.width > 0 ? box.width / 3 : longestSide.x / 3,
            y: box.height > 0 ? box.height / 3 : longestSide.y / 3)
        let origin = Coordinate(x: box.minX, y: box.minY)
        let places = try sphericalPlaces(origin, step, transformer)
        var q = [[Double]](repeating: [0, 0, 0, 0], count: 4)
        for i in 1...3 {
            for j in 1...3 {
                let part = partArea(places, 2 * (i - 1), 2 * (j - 1))
                q[i][j] = part + q[i - 1][j] + q[i][j - 1] - q[i - 1][j - 1]
            }
        }
        // Powers of x first, then of y.
        let inX = (0..<4).map { j in Self.cubic(q[0][j], q[1][j], q[2][j], q[3][j]) }
        let rows = (1...3).map { i in
            let c = Self.cubic(inX[0][i], inX[1][i], inX[2][i], inX[3][i]) * (Double(i) / step.x)
            return SIMD8(c[0], c[1], c[2], c[3], 0, 0, 0, 0)
        }
        return AreaPatch(
            origin: origin, step: step, rows: (rows[0], rows[1], rows[2]), isEvenInX: false)
    }

    /// Longitude in radians from the first place, and the true area per radian down to the
    /// latitude of the first place, for seven by seven places half a step apart, column by column.
    private func sphericalPlaces(
        _ origin: Coordinate, _ step: Coordinate, _ transformer: CoordinateTransformer
    ) throws(GeoFileError) -> [Coordinate] {
        let plane = (0..<49).map { index in
            Coordinate(
                x: origin.x + step.x * Double(index / 7) / 2,
                y: origin.y + step.y * Double(index % 7) / 2)
        }
        let degrees = try transformer.transform(plane)
        return degrees.map { place in
            Coordinate(
                x: remainder(place.x - degrees[0].x, 360) * (.pi / 180),
                y: ellipsoidalCellArea(
                    south: degrees[0].y, north: place.y, width: 180 / .pi, on: ellipsoid))
        }
    }

    /// The true area of the part of the lattice whose lower left place is (`i`, `j`): once round
    /// its sides.
    private func partArea(_ places: [Coordinate], _ i: Int, _ j: Int) -> Double {
        func side(_ i: Int, _ j: Int, _ di: Int, _ dj: Int) -> Double {
            Self.integral(
                places[i * 7 + j], places[(i + di) * 7 + j + dj],
                places[(i + 2 * di) * 7 + j + 2 * dj])
        }
        return side(i, j, 0, 1) + side(i, j + 2, 1, 0) - side(i + 2, j, 0, 1) - side(i, j, 1, 0)
    }

    /// ∫ y dx along the parabola through three places, evenly spaced in its variable.
    private static func integral(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Double {
        (a.y * (4 * b.x - 3 * a.x - c.x) + 4 * b.y * (c.x - a.x)
            + c.y * (a.x - 4 * b.x + 3 * c.x)) / 6
    }

    /// The coefficients of the cubic through `a`, `b`, `c`, `d` at 0, 1, 2, 3.
    private static func cubic(
        _ a: Double, _ b: Double, _ c: Double, _ d: Double
    ) -> SIMD4<Double> {
        let first = b - a
        let second = c - 2 * b + a
        let third = d - 3 * c + 3 * b - a
        return SIMD4(
            a, first - second / 2 + third / 3, second / 2 - third / 2, third / 6)
    }
}
