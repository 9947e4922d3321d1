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
    let (adx, ady) = (Expansion(a.x, minus: d.x), Expansion(a.y, minus: d.y))
    let (bdx, bdy) = (Expansion(b.x, minus: d.x), Expansion(b.y, minus: d.y))
    let (cdx, cdy) = (Expansion(c.x, minus: d.x), Expansion(c.y, minus: d.y))
    func lift(_ x: Expansion, _ y: Expansion) -> Expansion { x * x + y * y }
    let determinant =
        lift(adx, ady) * (bdx * cdy - cdx * bdy) + lift(bdx, bdy) * (cdx * ady - adx * cdy)
        + lift(cdx, cdy) * (adx * bdy - bdx * ady)
    return determinant.sign
}
