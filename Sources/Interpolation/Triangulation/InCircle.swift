import Geometry

/// Whether `d` lies inside (1), on (0) or outside (−1) the circle through `a`, `b`, `c`, which turn
/// counter-clockwise. Never wrong for finite coordinates within 1e±70.
///
/// A floating-point determinant answers when it is larger than its possible error; else it is
/// summed without rounding.
///
/// Source: Shewchuk, Adaptive precision floating-point arithmetic and fast robust geometric
/// predicates, 1997: the bound of section 4.4, the sums and products of section 2.
func inCircle(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate, _ d: Coordinate) -> Int {
    let (adx, ady) = (a.x - d.x, a.y - d.y)
    let (bdx, bdy) = (b.x - d.x, b.y - d.y)
    let (cdx, cdy) = (c.x - d.x, c.y - d.y)
    let (bc, cb) = (bdx * cdy, cdx * bdy)
    let (ca, ac) = (cdx * ady, adx * cdy)
    let (ab, ba) = (adx * bdy, bdx * ady)
    let (aLift, bLift, cLift) = (
        adx * adx + ady * ady, bdx * bdx + bdy * bdy, cdx * cdx + cdy * cdy
    )
    let determinant = aLift * (bc - cb) + bLift * (ca - ac) + cLift * (ab - ba)
    let size =
        (abs(bc) + abs(cb)) * aLift + (abs(ca) + abs(ac)) * bLift + (abs(ab) + abs(ba)) * cLift
    let bound = 1.110_223_024_625_157e-15 * size
    if determinant > bound { return 1 }
    if determinant < -bound { return -1 }
    return exactInCircle(a, b, c, d)
}

private func exactInCircle(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate, _ d: Coordinate)
    -> Int
{
    let (adx, ady) = (ExactNumber(a.x, minus: d.x), ExactNumber(a.y, minus: d.y))
    let (bdx, bdy) = (ExactNumber(b.x, minus: d.x), ExactNumber(b.y, minus: d.y))
    let (cdx, cdy) = (ExactNumber(c.x, minus: d.x), ExactNumber(c.y, minus: d.y))
    func lift(_ x: ExactNumber, _ y: ExactNumber) -> ExactNumber { x * x + y * y }
    let determinant =
        lift(adx, ady) * (bdx * cdy - cdx * bdy) + lift(bdx, bdy) * (cdx * ady - adx * cdy)
        + lift(cdx, cdy) * (adx * bdy - bdx * ady)
    return determinant.sign
}

/// A number kept without rounding, as a sum of components that do not overlap, smallest first.
private struct ExactNumber {
    private var components: [Double] = []

    /// a − b.
    init(_ a: Double, minus b: Double) {
        let difference = a - b
        let virtual = a - difference
        let error = (a - (difference + virtual)) + (virtual - b)
        if error != 0 { components.append(error) }
        if difference != 0 { components.append(difference) }
    }

    private init() {}

    private mutating func add(_ value: Double) {
        var carry = value
        var grown: [Double] = []
        grown.reserveCapacity(components.count + 1)
        for component in components {
            let sum = carry + component
            let virtual = sum - carry
            let error = (carry - (sum - virtual)) + (component - virtual)
            if error != 0 { grown.append(error) }
            carry = sum
        }
        if carry != 0 { grown.append(carry) }
        components = grown
    }

    static func + (a: ExactNumber, b: ExactNumber) -> ExactNumber {
        var result = a
        for component in b.components { result.add(component) }
        return result
    }

    static func - (a: ExactNumber, b: ExactNumber) -> ExactNumber {
        var result = a
        for component in b.components { result.add(-component) }
        return result
    }

    static func * (a: ExactNumber, b: ExactNumber) -> ExactNumber {
        var result = ExactNumber()
        for x in a.components {
            for y in b.components {
                let high = x * y
                result.add((-high).addingProduct(x, y))
                result.add(high)
            }
        }
        return result
    }

    /// That of the largest component.
    var sign: Int {
        guard let largest = components.last else { return 0 }
        return largest > 0 ? 1 : -1
    }
}
