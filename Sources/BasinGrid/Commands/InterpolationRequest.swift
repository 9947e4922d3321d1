import Coverage
import Foundation
public import GeoFiles
import Geometry
import Grids
import Interpolation
import Readings
import Reports

/// Stations → raster.
public struct InterpolationRequest: Sendable {
    var stations: String
    var idField: String?
    var valueField: String?
    var readings: String?
    var parameter: String?
    var period: String?
    var statistic: String
    var method: String
    var cell: String?
    var extent: [Double]
    var size: [Int]
    var zones: String?
    var isMasked: Bool
    var like: String?
    var crs: String?
    var power: Double
    var neighbours: String
    var radius: String?
    var duplicates: String
    var type: String
    var form: ReadingForm
    var reading: VectorReadOptions
    var output: String?

    public init(
        stations: String, idField: String? = nil, valueField: String? = nil,
        readings: String? = nil, parameter: String? = nil, period: String? = nil,
        statistic: String = "mean", method: String = "idw", cell: String? = nil,
        extent: [Double] = [], size: [Int] = [], zones: String? = nil, isMasked: Bool = false,
        like: String? = nil, crs: String? = nil, power: Double = 2, neighbours: String = "12",
        radius: String? = nil, duplicates: String = "mean", type: String = "float32",
        form: ReadingForm = ReadingForm(), reading: VectorReadOptions = VectorReadOptions(),
        output: String? = nil
    ) {
        self.stations = stations
        self.idField = idField
        self.valueField = valueField
        self.readings = readings
        self.parameter = parameter
        self.period = period
        self.statistic = statistic
        self.method = method
        self.cell = cell
        self.extent = extent
        self.size = size
        self.zones = zones
        self.isMasked = isMasked
        self.like = like
        self.crs = crs
        self.power = power
        self.neighbours = neighbours
        self.radius = radius
        self.duplicates = duplicates
        self.type = type
        self.form = form
        self.reading = reading
        self.output = output
    }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        setRasterBlockCache(bytes: options.memory / 4)
        options.progress(0, LocalizedText("读取数据", "reading"))
        let setup = try prepare(options: options)
        options.progress(0.2, LocalizedText("插值", "interpolating"))
        let about = setup.description
        switch setup.type {
        case .float32:
            let grid = try setup.method.estimate(
                from: setup.stations, on: setup.geometry, mask: setup.mask,
                threads: options.threads)
            try write(grid, to: setup.output, about, options)
        case .float64:
            let grid = try setup.method.preciseEstimate(
                from: setup.stations, on: setup.geometry, mask: setup.mask,
                threads: options.threads)
            try write(grid, to: setup.output, about, options)
        }
        options.progress(1, LocalizedText("完成", "done"))
        return CommandOutcome(
            outputs: [setup.output],
            counts: [
                ("stations", setup.stations.stations.count), ("cells", setup.geometry.cellCount),
            ],
            warnings: setup.notes,
            seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        let setup = try prepare(options: options)
        let cells = setup.geometry.cellCount
        let paths =
            parts(ofDataset: stations) + (zones.map(parts) ?? [])
            + (readings.map { files(matching: $0) } ?? []) + [form.aliases].compactMap(\.self)
        return DryRunPlan(
            reads: paths.map { ($0, fileSize($0)) }, writes: [setup.output], cells: cells,
            memoryInBytes: 80_000_000 + cells * 28,
            seconds: 0.3 + Double(cells) * 4e-7, warnings: setup.notes)
    }

    private func write<Value: BinaryFloatingPoint>(
        _ grid: Grid<Value>, to path: String, _ about: RasterDescription, _ options: RunOptions
    ) throws {
        options.progress(0.7, LocalizedText("写出", "writing"))
        let values = grid.values.lazy.filter { $0 != grid.nodata }.map { Double($0) }
        var styled = about
        styled.style = QMLStyle.raster(.sequential(values))
        try writeRaster(grid, to: path, about: styled, overwrite: options.overwrite)
    }

    // MARK: - Setup

    private struct Setup {
        var stations: PreparedStations
        var method: InverseDistance
        var geometry: GridGeometry
        var mask: [Bool]?
        var type: RasterValueType
        var description: RasterDescription
        var output: String
        var notes: [LocalizedText]
    }

    private func prepare(options: RunOptions) throws -> Setup {
        let path = try outputPath(options)
        let method = try inverseDistance()
        let policy = try choice(duplicates, of: DuplicatePolicy.self, option: "--duplicates")
        let type = try choice(type, of: RasterValueType.self, option: "--type")
        var notes: [LocalizedText] = []
        let target = try gridTarget(&notes)
        let needed = target.geometry.cellCount.multipliedReportingOverflow(by: 28)
        guard !needed.overflow, needed.partialValue + 80_000_000 <= options.memory else {
            let have = ByteCount(options.memory)
            throw Fault(
                .data,
                zh:
                    "网格共 \(target.geometry.cellCount) 个单元，所需内存超过 --memory \(have)。请加大 --cell，或提高 --memory。",
                en:
                    "The grid has \(target.geometry.cellCount) cells, which need more than --memory "
                    + "\(have). Choose a larger --cell, or raise --memory.")
        }
        let (values, unit, name) = try stationValues(in: target.geometry.crs, &notes)
        let prepared = try PreparedStations(
            values, crs: target.geometry.crs, duplicates: policy)
        notes += prepared.notes.map {
            LocalizedText(zh: $0.descriptionInChinese, en: $0.description)
        }
        let mask = try target.zones.map {
            try Overlay(of: $0, on: target.geometry, threads: options.threads).anyCoverage()
        }
        return Setup(
            stations: prepared, method: method, geometry: target.geometry, mask: mask, type: type,
            description: RasterDescription(description: name, unit: unit), output: path,
            notes: notes)
    }

    private func outputPath(_ options: RunOptions) throws -> String {
        let extensions = [".tif", ".tiff", ".nc"]
        guard let output, extensions.contains(where: output.lowercased().hasSuffix) else {
            throw Fault(
                .usage,
                zh: "interpolate 需要用 -o 指定 .tif 或 .nc 文件"
                    + (output.map { "，实为 \($0)。" } ?? "。"),
                en: "interpolate writes a raster: name it with -o FILE.tif or FILE.nc"
                    + (output.map { ", found \($0)." } ?? "."))
        }
        try checkOutputFile(URL(fileURLWithPath: output), overwrite: options.overwrite)
        return output
    }

    private func inverseDistance() throws -> InverseDistance {
        guard method == "idw" else {
            let known = ["kriging", "natural", "linear", "nearest", "auto"]
            throw known.contains(method)
                ? Fault(
                    .data, zh: "插值方法 \(method) 有效，但此版本尚不支持；目前支持：idw。",
                    en: "The method \(method) is valid, but this version does not serve it yet; "
                        + "served now: idw.")
                : usage(
                    "--method", method, zh: "idw", en: "idw")
        }
        var neighbours = InverseDistance.Neighbours.all
        if self.neighbours != "all" {
            guard let count = Int(self.neighbours), count >= 1 else {
                throw usage("--neighbors", self.neighbours, zh: "正整数或 all", en: "a count or all")
            }
            neighbours = .nearest(count)
        }
        var metres: Double?
        if let radius {
            guard let distance = Distance(parsing: radius), distance.unit != .degrees else {
                throw usage("--radius", radius, zh: "距离，如 50km", en: "a distance such as 50km")
            }
            metres = distance.value
        }
        return try InverseDistance(power: power, neighbours: neighbours, radiusInMetres: metres)
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ text: String, of type: Choice.Type, option: String
    ) throws -> Choice where Choice.RawValue == String {
        if let value = Choice(rawValue: text) { return value }
        let all = Choice.allCases.map(\.rawValue)
        throw usage(
            option, text, zh: "\(all.joined(separator: "、")) 之一",
            en: "one of \(all.joined(separator: ", "))")
    }

    private func usage(_ option: String, _ found: String, zh: String, en: String) -> Fault {
        Fault(
            .usage, zh: "\(option) 的值为 “\(found)”，应为\(zh)。",
            en: "\(option) is \"\(found)\", expected \(en).")
    }

    // MARK: - Grid

    private func gridTarget(
        _ notes: inout [LocalizedText]
    ) throws -> (geometry: GridGeometry, zones: [Zone]?) {
        if isMasked && zones == nil {
            throw Fault(
                .usage, zh: "--mask 需要 --zones。", en: "--mask needs --zones.")
        }
        if let like { return try gridLike(like, &notes) }
        var named = try crs.map { try coordinateReferenceSystem(named: $0) }
        var layer: ZoneLayer?
        if let zones {
            let read = try readZones(
                at: zones, options: reading, idField: try firstField(of: zones), into: named)
            notes += read.notes.map(\.text)
            named = read.crs
            layer = read
        }
        guard let named else {
            throw Fault(
                .usage, zh: "需要用 --crs 指定网格的坐标系，例如 EPSG:4547。",
                en: "Name the grid's CRS with --crs, such as EPSG:4547.")
        }
        let box = try gridBox(layer)
        return (try gridGeometry(over: box, crs: named), isMasked ? layer?.zones : nil)
    }

    private func gridLike(
        _ path: String, _ notes: inout [LocalizedText]
    ) throws -> (geometry: GridGeometry, zones: [Zone]?) {
        var geometry = try RasterReader(path: path).geometry
        if geometry.crs == nil {
            geometry.crs = try (crs ?? reading.assumedCRS).map {
                try coordinateReferenceSystem(named: $0)
            }
        }
        guard isMasked, let zones else { return (geometry, nil) }
        let layer = try readZones(
            at: zones, options: reading, idField: try firstField(of: zones), into: geometry.crs)
        notes += layer.notes.map(\.text)
        return (geometry, layer.zones)
    }

    /// Zones that only mask need no code of their own: their first field serves.
    private func firstField(of path: String) throws -> String {
        let layer = try readVectorLayer(at: path, options: reading)
        guard let field = layer.fields.first else {
            throw Fault(
                .data, zh: "\(path)：图层没有字段。", en: "\(path): the layer has no fields.")
        }
        return field.name
    }

    private func gridBox(_ layer: ZoneLayer?) throws -> BoundingBox {
        if !extent.isEmpty {
            guard extent.count == 4, extent[0] < extent[2], extent[1] < extent[3] else {
                let found = extent.map(NumberText.shortest).joined(separator: " ")
                throw usage(
                    "--extent", found, zh: "四个数：XMIN YMIN XMAX YMAX",
                    en: "four numbers XMIN YMIN XMAX YMAX")
            }
            return BoundingBox(minX: extent[0], minY: extent[1], maxX: extent[2], maxY: extent[3])
        }
        let boxes = layer?.zones.compactMap(\.boundingBox) ?? []
        guard let first = boxes.first else {
            throw Fault(
                .usage, zh: "需要用 --extent、--zones 或 --like 指定网格的范围。",
                en: "Name the grid's extent with --extent, --zones or --like.")
        }
        return boxes.dropFirst().reduce(first) { $0.union($1) }
    }

    private func gridGeometry(
        over box: BoundingBox, crs: CoordinateReferenceSystem
    ) throws -> GridGeometry {
        if !size.isEmpty {
            guard size.count == 2, size[0] > 0, size[1] > 0 else {
                throw usage(
                    "--size", size.map(String.init).joined(separator: " "),
                    zh: "两个正整数：列数 行数", en: "two whole numbers COLUMNS ROWS")
            }
            return GridGeometry(
                geotransform: Geotransform(
                    originX: box.minX, columnStepX: box.width / Double(size[0]),
                    originY: box.maxY, rowStepY: -box.height / Double(size[1])),
                rows: size[1], columns: size[0], crs: crs)
        }
        guard let cell else {
            throw Fault(
                .usage, zh: "需要用 --cell 或 --size 指定网格单元的大小。",
                en: "Name the size of the cells with --cell or --size.")
        }
        guard let distance = Distance(parsing: cell) else {
            throw usage("--cell", cell, zh: "距离，如 500m", en: "a distance such as 500m")
        }
        let side = try distance.inUnits(of: crs)
        let cells = (box.width / side + 2) * (box.height / side + 2)
        guard cells < 1e12 else {
            throw usage("--cell", cell, zh: "更大的单元", en: "a larger cell for this extent")
        }
        if extent.isEmpty { return GridGeometry(covering: box, cellSize: side, crs: crs) }
        // An extent that was asked for stays where it is.
        return GridGeometry(
            geotransform: Geotransform(
                originX: box.minX, columnStepX: side, originY: box.maxY, rowStepY: -side),
            rows: max(Int((box.height / side - 1e-9).rounded(.up)), 1),
            columns: max(Int((box.width / side - 1e-9).rounded(.up)), 1), crs: crs)
    }

    // MARK: - Values

    private func stationValues(
        in crs: CoordinateReferenceSystem?, _ notes: inout [LocalizedText]
    ) throws -> (values: [StationValue], unit: String, name: String) {
        if readings != nil { return try valuesOfReadings(in: crs, &notes) }
        guard let valueField else {
            throw Fault(
                .usage, zh: "需要 --value 字段，或 --readings 与 --parameter、--period。",
                en: "Name --value FIELD, or --readings with --parameter and --period.")
        }
        let fields = (idField.map { [$0] } ?? []) + [valueField]
        let points = try readPoints(
            at: stations, options: reading, x: nil, y: nil, fields: fields, into: crs)
        notes += points.notes.map(\.text)
        let values = try points.rows.map { row in
            let text = row.attributes[valueField] ?? ""
            let parsed: ReadingValue
            do {
                parsed = try ReadingValue(parsing: text)
            } catch {
                throw Fault(
                    .data,
                    zh: "\(stations) 第 \(row.number) 行：“\(valueField)” 的值 “\(text)” 不是数字。",
                    en:
                        "\(stations), row \(row.number): \"\(valueField)\" is \"\(text)\", expected "
                        + "a number.")
            }
            return StationValue(
                id: idField.flatMap { row.attributes[$0] } ?? String(row.number),
                coordinate: row.coordinate, value: parsed.valueForMean?.double ?? .nan)
        }
        return (values, "", valueField)
    }

    private func valuesOfReadings(
        in crs: CoordinateReferenceSystem?, _ notes: inout [LocalizedText]
    ) throws -> (values: [StationValue], unit: String, name: String) {
        guard let readings, let parameter, let period, let idField else {
            throw Fault(
                .usage, zh: "--readings 需要 --id-field、--parameter 与 --period。",
                en: "--readings needs --id-field, --parameter and --period.")
        }
        var table = try form.options()
        let code = try table.aliases.parameter(named: parameter)
        table.parameters = [code, .o3]
        let span = try Period(parsing: period)
        let statistic = try periodStatistic(statistic)
        let faults = FaultCollector()
        var reader = ReadingReader(faults: faults)
        let paths = files(matching: readings)
        if paths.isEmpty {
            faults.add(
                .input, zh: "没有与 “\(readings)” 匹配的监测数据文件。请检查路径。",
                en: "No file of readings matches \"\(readings)\". Check the path.")
        }
        reader.read(paths, sheet: form.sheet, encoding: reading.encoding, options: table)
        let (set, readingNotes) = reader.finish()
        try faults.throwIfAny()
        notes += readingNotes.map(\.text)
        let points = try readPoints(
            at: stations, options: reading, x: nil, y: nil, fields: [idField], into: crs)
        notes += points.notes.map(\.text)
        let values = points.rows.map { row -> StationValue in
            let site = row.attributes[idField] ?? ""
            let daily = set.dailyValues(site: site, parameter: code)
            let value = PeriodStatistics().value(statistic, of: daily, in: span)
            if let reason = value.reason {
                notes.append(
                    LocalizedText(
                        "站点 \(site)：\(reason.descriptionInChinese)", "Station \(site): \(reason)"))
            }
            return StationValue(
                id: site, coordinate: row.coordinate, value: value.double ?? .nan)
        }
        return (values, code.unit?.text ?? "", "\(code.name)_\(statistic.name) \(span.label)")
    }
}
