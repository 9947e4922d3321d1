/// The two types in which cells come.
protocol CellValue: BinaryFloatingPoint, Sendable {
    associatedtype Figures: CellFigures where Figures.Value == Self
}

extension Float: CellValue {
    typealias Figures = FloatFigures
}

extension Double: CellValue {
    typealias Figures = DoubleFigures
}
