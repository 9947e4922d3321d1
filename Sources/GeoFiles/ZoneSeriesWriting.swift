import CGDAL
import Foundation

/// Values of zones over time, for files of many dimensions.
public struct ZoneSeriesTable: Sendable {
    /// One quantity, zone after zone, each in the order of the times.
    public struct Quantity: Sendable {
        /// The variable's name, such as `value`.
        public var name: String
        /// What it is, in words.
        public var description: String
        /// Its unit; empty for a number without one.
        public var unit: String
        /// Zones × times; NaN where there is none.
        public var values: [Double]
        /// Whether the values are counts.
        public var isCount: Bool

        public init(
            name: String, description: String, unit: String, values: [Double],
            isCount: Bool = false
        ) {
            self.name = name
            self.description = description
            self.unit = unit
            self.values = values
            self.isCount = isCount
        }
    }

    /// What the table is.
    public var title: String
    public var zones: [String]
    /// Hours since 1970-01-01 00:00 of the readings' own clock.
    public var hours: [Double]
    /// The clock, such as `Beijing time (UTC+8)`.
    public var clock: String
    public var quantities: [Quantity]

    public init(
        title: String, zones: [String], hours: [Double], clock: String, quantities: [Quantity]
    ) {
        self.title = title
        self.zones = zones
        self.hours = hours
        self.clock = clock
        self.quantities = quantities
    }
}

/// Writes a table of zones over time as NetCDF-4 after the CF conventions (1.8, discrete sampling
/// geometry `timeSeries`): dimensions `zone` and `time`, one variable a quantity.
///
/// - Throws: `exists`, `cannotCreate`, or `tryAgain` when the disk is full.
/// - Precondition: each quantity has one value a zone and time.
public func writeNetCDF(
    _ table: ZoneSeriesTable, to path: String, overwrite: Bool = false
) throws(GeoFileError) {
    for quantity in table.quantities {
        precondition(
            quantity.values.count == table.zones.count * table.hours.count,
            "a quantity has one value a zone and time")
    }
    let file = try WholeFile(path, overwrite: overwrite)
    try withGDAL { messages throws(GeoFileError) in
        let failure = { GeoFileError.cannotCreate(path, cause: messages.cause) }
        guard let driver = GDALGetDriverByName("netCDF"),
            let dataset = GDALCreateMultiDimensional(driver, file.temporary, nil, nil),
            let group = GDALDatasetGetRootGroup(dataset)
        else { throw failure() }
        let writer = SeriesWriter(group: group, failure: failure)
        var outcome: Result<Void, GeoFileError> = .success(())
        do throws(GeoFileError) { try writer.write(table) } catch { outcome = .failure(error) }
        GDALGroupRelease(group)
        let code = basingrid_close(dataset)
        try outcome.get()
        guard code == CE_None, messages.firstFailure == nil else { throw failure() }
    }
    try file.publish()
}

/// Fills the root group of a new file.
private struct SeriesWriter {
    let group: GDALGroupH
    let failure: () -> GeoFileError

    func write(_ table: ZoneSeriesTable) throws(GeoFileError) {
        try set("Conventions", "CF-1.8")
        try set("featureType", "timeSeries")
        try set("title", table.title)
        let zone = try dimension("zone", table.zones.count)
        defer { GDALDimensionRelease(zone) }
        let time = try dimension("time", table.hours.count)
        defer { GDALDimensionRelease(time) }
        try writeZones(table.zones, zone)
        try array("time", [time], table.hours) { array throws(GeoFileError) in
            try set(array, "standard_name", "time")
            try set(array, "long_name", "time, \(table.clock)")
            try set(array, "units", "hours since 1970-01-01 00:00:00")
            try set(array, "calendar", "proleptic_gregorian")
            try set(array, "axis", "T")
        }
        for quantity in table.quantities {
            try array(
                quantity.name, [zone, time], quantity.values, isCount: quantity.isCount
            ) { array throws(GeoFileError) in
                try set(array, "long_name", quantity.description)
                if !quantity.unit.isEmpty { try set(array, "units", quantity.unit) }
                try set(array, "coordinates", "zone_id")
            }
        }
    }

    private func dimension(_ name: String, _ count: Int) throws(GeoFileError) -> GDALDimensionH {
        let type = name == "time" ? "TEMPORAL" : ""
        guard
            let dimension = GDALGroupCreateDimension(
                group, name, type, "", GUInt64(count), nil)
        else { throw failure() }
        return dimension
    }

    private func writeZones(
        _ zones: [String], _ dimension: GDALDimensionH
    ) throws(GeoFileError) {
        guard let type = GDALExtendedDataTypeCreateString(0) else { throw failure() }
        defer { GDALExtendedDataTypeRelease(type) }
        var dimensions: [GDALDimensionH?] = [dimension]
        guard let array = GDALGroupCreateMDArray(group, "zone_id", 1, &dimensions, type, nil)
        else { throw failure() }
        defer { GDALMDArrayRelease(array) }
        try set(array, "cf_role", "timeseries_id")
        try set(array, "long_name", "zone")
        let texts = zones.map { strdup($0) }
        defer { texts.forEach { free($0) } }
        var start: [GUInt64] = [0]
        var count = [texts.count]
        let code = texts.withUnsafeBytes { bytes in
            GDALMDArrayWrite(
                array, &start, &count, nil, nil, type, bytes.baseAddress, nil, 0)
        }
        guard code != 0 else { throw failure() }
    }

    private func array(
        _ name: String, _ dimensions: [GDALDimensionH], _ values: [Double], isCount: Bool = false,
        describe: (GDALMDArrayH) throws(GeoFileError) -> Void
    ) throws(GeoFileError) {
        guard let memory = GDALExtendedDataTypeCreate(GDT_Float64),
            let type = GDALExtendedDataTypeCreate(isCount ? GDT_Int32 : GDT_Float64)
        else { throw failure() }
        defer {
            GDALExtendedDataTypeRelease(memory)
            GDALExtendedDataTypeRelease(type)
        }
        var handles: [GDALDimensionH?] = dimensions
        guard let array = GDALGroupCreateMDArray(group, name, dimensions.count, &handles, type, nil)
        else { throw failure() }
        defer { GDALMDArrayRelease(array) }
        // The mark for missing values has to be known before the first value is written.
        if !isCount, name != "time" { GDALMDArraySetNoDataValueAsDouble(array, .nan) }
        try describe(array)
        var start = [GUInt64](repeating: 0, count: dimensions.count)
        var count = dimensions.map { Int(GDALDimensionGetSize($0)) }
        let code = values.withUnsafeBytes { bytes in
            GDALMDArrayWrite(
                array, &start, &count, nil, nil, memory, bytes.baseAddress, nil, 0)
        }
        guard code != 0 else { throw failure() }
    }

    // MARK: - Attributes

    private func set(_ name: String, _ text: String) throws(GeoFileError) {
        try withText { type throws(GeoFileError) in
            guard let attribute = GDALGroupCreateAttribute(group, name, 0, nil, type, nil) else {
                throw failure()
            }
            defer { GDALAttributeRelease(attribute) }
            guard GDALAttributeWriteString(attribute, text) != 0 else { throw failure() }
        }
    }

    private func set(
        _ array: GDALMDArrayH, _ name: String, _ text: String
    ) throws(GeoFileError) {
        try withText { type throws(GeoFileError) in
            guard let attribute = GDALMDArrayCreateAttribute(array, name, 0, nil, type, nil)
            else { throw failure() }
            defer { GDALAttributeRelease(attribute) }
            guard GDALAttributeWriteString(attribute, text) != 0 else { throw failure() }
        }
    }

    private func withText(
        _ body: (GDALExtendedDataTypeH) throws(GeoFileError) -> Void
    ) throws(GeoFileError) {
        guard let type = GDALExtendedDataTypeCreateString(0) else { throw failure() }
        defer { GDALExtendedDataTypeRelease(type) }
        try body(type)
    }
}
