/// The two types in which cells come, read four at a time.
protocol CellValue: BinaryFloatingPoint, Sendable {
    /// Four neighbouring values.
    static func load(_ values: UnsafePointer<Self>) -> SIMD4<Double>
}

extension Float: CellValue {
    @inline(__always)
    static func load(_ values: UnsafePointer<Float>) -> SIMD4<Double> {
        SIMD4<Double>(UnsafeRawPointer(values).loadUnaligned(as: SIMD4<Float>.self))
    }
}

extension Double: CellValue {
    @inline(__always)
    static func load(_ values: UnsafePointer<Double>) -> SIMD4<Double> {
        UnsafeRawPointer(values).loadUnaligned(as: SIMD4<Double>.self)
    }
}
