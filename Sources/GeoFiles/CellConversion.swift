/// A type in which a raster's cells are stored.
protocol StoredCell: Equatable {
    var float: Float { get }
    var double: Double { get }
    /// The file's nodata in this type; `nil` when no cell can hold it.
    init?(exactly nodata: NodataValue)
}

/// A file's nodata as it gives it, wide enough for every type of cell.
enum NodataValue: Hashable, Sendable {
    case real(Double)
    case signed(Int64)
    case unsigned(UInt64)

    var double: Double {
        switch self {
        case .real(let value): value
        case .signed(let value): Double(value)
        case .unsigned(let value): Double(value)
        }
    }
}

/// A type in which cells are given: `Float` or `Double`.
protocol ReadCell {
    init(stored: some StoredCell)
    init(scaled value: Double)
    static var missing: Self { get }
}

extension Float: ReadCell {
    @inline(__always) init(stored: some StoredCell) { self = stored.float }
    @inline(__always) init(scaled value: Double) { self = Float(value) }
    static var missing: Float { .nan }
}

extension Double: ReadCell {
    @inline(__always) init(stored: some StoredCell) { self = stored.double }
    @inline(__always) init(scaled value: Double) { self = value }
    static var missing: Double { .nan }
}

extension StoredCell where Self: FixedWidthInteger {
    /// A nodata with a fraction, or beyond the type's range, stands in no cell.
    init?(exactly nodata: NodataValue) {
        switch nodata {
        case .real(let value):
            guard let whole = Self(exactly: value) else { return nil }
            self = whole
        case .signed(let value):
            guard let whole = Self(exactly: value) else { return nil }
            self = whole
        case .unsigned(let value):
            guard let whole = Self(exactly: value) else { return nil }
            self = whole
        }
    }
}

extension UInt8: StoredCell {
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) var double: Double { Double(self) }
}

extension Int8: StoredCell {
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) var double: Double { Double(self) }
}

extension UInt16: StoredCell {
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) var double: Double { Double(self) }
}

extension Int16: StoredCell {
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) var double: Double { Double(self) }
}

extension UInt32: StoredCell {
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) var double: Double { Double(self) }
}

extension Int32: StoredCell {
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) var double: Double { Double(self) }
}

extension UInt64: StoredCell {
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) var double: Double { Double(self) }
}

extension Int64: StoredCell {
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) var double: Double { Double(self) }
}

extension Float: StoredCell {
    @inline(__always) var float: Float { self }
    @inline(__always) var double: Double { Double(self) }

    /// Rounded to this type, because files write more digits than its cells hold. The text
    /// `-3.40282347e+38` is a hair beyond the largest number and means it.
    init?(exactly nodata: NodataValue) {
        let value = nodata.double
        let largest = Double(Float.greatestFiniteMagnitude)
        if value.isFinite, abs(value) > largest {
            guard abs(value) - largest < 1e-10 * largest else { return nil }
            self = value < 0 ? -Float.greatestFiniteMagnitude : Float.greatestFiniteMagnitude
        } else {
            self = Float(value)
        }
    }
}

extension Double: StoredCell {
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) var double: Double { self }
    init?(exactly nodata: NodataValue) { self = nodata.double }
}

/// Value = stored · scale + offset.
struct CellScaling: Hashable, Sendable {
    var scale = 1.0
    var offset = 0.0
    var isIdentity: Bool { scale == 1 && offset == 0 }
}

/// A rectangle of cells in two memories with rows of their own length.
struct CellRectangle {
    var rows: Int
    var columns: Int
    var sourceStride: Int
    var targetStride: Int
}

/// Copies a rectangle of cells, nodata as NaN, scaled.
@inline(__always)
private func convert<Stored: StoredCell, Target: ReadCell>(
    _ source: UnsafePointer<Stored>, to target: UnsafeMutablePointer<Target>,
    _ shape: CellRectangle, nodata: Stored?, scaling: CellScaling
) {
    let columns = shape.columns
    for row in 0..<shape.rows {
        let from = source + row * shape.sourceStride
        let into = target + row * shape.targetStride
        // One plain loop a case, so that each becomes vector instructions.
        if !scaling.isIdentity {
            for column in 0..<columns {
                let value = from[column].double * scaling.scale + scaling.offset
                into[column] = from[column] == nodata ? .missing : Target(scaled: value)
            }
        } else if let nodata {
            for column in 0..<columns {
                let value = from[column]
                into[column] = value == nodata ? .missing : Target(stored: value)
            }
        } else {
            for column in 0..<columns { into[column] = Target(stored: from[column]) }
        }
    }
}

/// The types in which files store cells.
enum CellType: Hashable, Sendable {
    case uint8, int8, uint16, int16, uint32, int32, uint64, int64, float32, float64
    /// Complex numbers and types that a later GDAL may bring: read as `Double` through GDAL.
    case other

    var byteCount: Int {
        switch self {
        case .uint8, .int8: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64, .other: 8
        }
    }

    /// Whether `Float` holds every value.
    var isExactInFloat: Bool {
        switch self {
        case .uint8, .int8, .uint16, .int16, .float32: true
        case .uint32, .int32, .uint64, .int64, .float64, .other: false
        }
    }

    /// The file's nodata as cells hold it; `nil` when none can.
    func held(_ nodata: NodataValue) -> NodataValue? {
        switch self {
        case .uint8: UInt8(exactly: nodata).map { .unsigned(UInt64($0)) }
        case .int8: Int8(exactly: nodata).map { .signed(Int64($0)) }
        case .uint16: UInt16(exactly: nodata).map { .unsigned(UInt64($0)) }
        case .int16: Int16(exactly: nodata).map { .signed(Int64($0)) }
        case .uint32: UInt32(exactly: nodata).map { .unsigned(UInt64($0)) }
        case .int32: Int32(exactly: nodata).map { .signed(Int64($0)) }
        case .uint64: UInt64(exactly: nodata).map { .unsigned($0) }
        case .int64: Int64(exactly: nodata).map { .signed($0) }
        case .float32: Float(exactly: nodata).map { .real(Double($0)) }
        case .float64, .other: .real(nodata.double)
        }
    }

    /// Copies cells of this type, nodata as NaN, scaled.
    func copy<Target: ReadCell>(
        _ source: UnsafeRawPointer, to target: UnsafeMutablePointer<Target>,
        _ shape: CellRectangle, nodata: NodataValue?, scaling: CellScaling
    ) {
        @inline(__always)
        func cells<Stored: StoredCell>(_ type: Stored.Type) {
            convert(
                source.assumingMemoryBound(to: type), to: target, shape,
                nodata: nodata.flatMap { Stored(exactly: $0) }, scaling: scaling)
        }
        switch self {
        case .uint8: cells(UInt8.self)
        case .int8: cells(Int8.self)
        case .uint16: cells(UInt16.self)
        case .int16: cells(Int16.self)
        case .uint32: cells(UInt32.self)
        case .int32: cells(Int32.self)
        case .uint64: cells(UInt64.self)
        case .int64: cells(Int64.self)
        case .float32: cells(Float.self)
        case .float64, .other: cells(Double.self)
        }
    }
}
