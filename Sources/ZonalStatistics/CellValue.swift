/// The two types in which cells come.
protocol CellValue: BinaryFloatingPoint, Sendable {
    associatedtype Figures: CellFigures where Figures.Value == Self

    /// Four neighbouring values.
    static func load(_ values: UnsafePointer<Self>) -> SIMD4<Double>
}

extension Float: CellValue {
    typealias Figures = FloatFigures

    @inline(__always)
    static func load(_ values: UnsafePointer<Float>) -> SIMD4<Double> {
        SIMD4<Double>(UnsafeRawPointer(values).loadUnaligned(as: SIMD4<Float>.self))
    }
}

extension Double: CellValue {
    typealias Figures = DoubleFigures

    @inline(__always)
    static func load(_ values: UnsafePointer<Double>) -> SIMD4<Double> {
        UnsafeRawPointer(values).loadUnaligned(as: SIMD4<Double>.self)
    }
}
