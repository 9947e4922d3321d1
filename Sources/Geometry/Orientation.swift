/// On which side of the directed line from `a` to `b` the place `c` lies: 1 on the left, −1 on the
/// right, 0 exactly on the line. Never wrong for finite coordinates within 1e±140.
///
/// A floating-point determinant answers when it is larger than its possible error; else the
/// determinant is summed without rounding.
///
/// Source: Shewchuk, Adaptive precision floating-point arithmetic and fast robust geometric
/// predicates, 1997: the bound of section 4.2, and the expansion sum of figure 8.
public func orientation(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Int {
    let left = (a.x - c.x) * (b.y - c.y)
    let right = (a.y - c.y) * (b.x - c.x)
    let determinant = left - right
    let bound = 3.330_669_073_875_472e-16 * (abs(left) + abs(right))
    if determinant > bound { return 1 }
    if determinant < -bound { return -1 }
    return exactOrientation(a, b, c)
}

/// The sign of ax·by − ay·bx + bx·cy − by·cx + cx·ay − cy·ax, each product taken as two numbers
/// whose sum is exact.
private func exactOrientation(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Int {
    var expansion = Expansion()
    expansion.add(product: a.x, b.y)
    expansion.add(product: -a.y, b.x)
    expansion.add(product: b.x, c.y)
    expansion.add(product: -b.y, c.x)
    expansion.add(product: c.x, a.y)
    expansion.add(product: -c.y, a.x)
    return expansion.sign
}
