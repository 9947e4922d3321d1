import Foundation
import GeoFiles
import Geometry
import Reports

extension ConvertRequest {
    /// The layers of the input, shifted and transformed, in the format of the output.
    func convertLayers(_ options: RunOptions) throws -> CommandOutcome {
        let layers = try layers()
        options.progress(0.4, LocalizedText("转换坐标", "coordinates"))
        let moved = try collectingFaults(layers) { try inPlace($0) }
        var notes = moved.flatMap(\.notes)
        options.progress(0.7, LocalizedText("写出", "writing"))
        let made = moved.map(prepared)
        notes += made.flatMap(\.notes)
        let outputs = withDifferentNames(made.map(\.layer))
        notes += try write(outputs, options)
        return CommandOutcome(
            counts: [
                ("layers", outputs.count),
                ("features", outputs.reduce(0) { $0 + $1.features.count }),
            ], warnings: notes.map(\.text))
    }

    /// The layers that are asked for: the named one, all of them where the output can hold several,
    /// else the only one.
    func layers() throws -> [VectorLayer] {
        if isTable { return [try tableLayer()] }
        let holdsSeveral = ["gpkg", "xlsx"].contains(outputExtension)
        guard holdsSeveral, reading.layer == nil else {
            return [try readVectorLayer(at: input, options: reading)]
        }
        return try collectingFaults(try vectorLayerNames(of: input)) { name in
            var own = reading
            own.layer = name
            return try readVectorLayer(at: input, options: own)
        }
    }

    // MARK: - Tables

    var isTable: Bool {
        let name = input.lowercased()
        return [".csv", ".txt", ".csv.gz", ".txt.gz", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods"]
            .contains { name.hasSuffix($0) }
    }

    /// Whether the places of a table are needed: for shapes, or to give them new coordinates.
    private var needsPlaces: Bool {
        Self.vectorExtensions.contains(outputExtension) || crs != nil || shiftTarget != nil
            || xColumn != nil
    }

    private func tableLayer() throws -> VectorLayer {
        if let filter = reading.attributeFilter {
            throw Fault(
                .usage, zh: "表格不支持 --where “\(filter)”。请先转换为 .gpkg。",
                en: "--where \"\(filter)\" cannot be applied to a table. Convert it to .gpkg first."
            )
        }
        let places = needsPlaces ? try placeColumns() : nil
        return try readTableLayer(
            at: input, sheet: reading.layer, encoding: reading.encoding, places: places,
            isText: outputExtension == "csv")
    }

    private func placeColumns() throws -> PlaceColumns {
        let (x, y, datum) = try placeHeadings()
        if let datum {
            return PlaceColumns(x: x, y: y, crs: try coordinateReferenceSystem(of: datum))
        }
        if let name = reading.assumedCRS {
            return PlaceColumns(x: x, y: y, crs: try coordinateReferenceSystem(named: name))
        }
        // Shifted coordinates are longitude and latitude: no CRS needs to be named.
        if shiftTarget != nil { return PlaceColumns(x: x, y: y) }
        throw Fault(
            .data, zh: "\(input)：表格中的坐标没有坐标系。请用 --assume-crs 指定，例如 EPSG:4490。",
            en: "\(input): the coordinates of a table name no CRS. Pass --assume-crs, such as "
                + "EPSG:4490.")
    }

    /// The columns as given, as labelled by an earlier shift (`lon_gcj02`), or by their headings.
    private func placeHeadings() throws -> (x: String, y: String, datum: WebMapDatum?) {
        if let x = xColumn, let y = yColumn { return (x, y, nil) }
        let table = try readTableRows(
            at: input, sheet: reading.layer, encoding: reading.encoding)
        let cells = Set(table.rows.prefix(10).flatMap(\.cells))
        for datum in [WebMapDatum.gcj02, .bd09] {
            let (x, y) = (shiftedName("lon", to: datum), shiftedName("lat", to: datum))
            if cells.contains(x), cells.contains(y) { return (x, y, datum) }
        }
        let (x, y) = try coordinateColumns(of: input, reading)
        return (x, y, nil)
    }

    // MARK: - Coordinates

    private func inPlace(_ layer: VectorLayer) throws -> VectorLayer {
        var layer = layer
        if let target = shiftTarget {
            let own = layer.crs.flatMap(shiftedDatum(of:)) ?? .wgs84
            layer = try layer.shifted(from: source ?? own, to: target)
        }
        if let crs {
            try requireTruePlaces(layer)
            layer = try layer.transformed(to: try coordinateReferenceSystem(named: crs))
        }
        if outputExtension == "kml", let system = layer.crs, shiftedDatum(of: system) == nil {
            layer = try layer.transformed(to: coordinateReferenceSystem(of: .wgs84))
        }
        return layer
    }

    private func requireTruePlaces(_ layer: VectorLayer) throws {
        guard let datum = layer.crs.flatMap(shiftedDatum(of:)) else { return }
        throw Fault(
            .data,
            zh: "\(input)：图层 \(layer.name) 的坐标为 \(datum.name)，须先还原才能转换坐标系。请加 --to wgs84。",
            en:
                "\(input): layer \(layer.name) is in \(datum.name), which must be taken back before "
                + "another CRS. Pass --to wgs84 as well.")
    }

    // MARK: - What the format holds

    /// The layer as the format takes it, and what it cannot hold.
    private func prepared(_ layer: VectorLayer) -> (layer: OutputLayer, notes: [GeoFileNote]) {
        var output = OutputLayer(layer)
        if let datum = layer.crs.flatMap(shiftedDatum(of:)) {
            output.description =
                "\(datum.name) 偏移坐标，不是真实经纬度 / shifted coordinates, not true places"
        }
        var notes: [GeoFileNote] = []
        if Self.tableExtensions.contains(outputExtension) {
            if output.geometry == .points {
                output = withPlaceColumns(output, isFromTable: isTable)
            } else if output.geometry != .none {
                notes.append(
                    GeoFileNote(
                        droppedGeometryOf: layer.name, in: self.output, format: outputExtension))
            }
            output.geometry = .none
        } else {
            notes += mixedGeometry(&output, path: layer.path)
            if outputExtension == "kml", let datum = layer.crs.flatMap(shiftedDatum(of:)) {
                notes.append(
                    GeoFileNote(unlabelledDatum: datum, layer: layer.name, in: self.output))
            }
        }
        return (output, notes)
    }

    /// Features of another kind than the layer's first lose their shape: a layer has one kind.
    private func mixedGeometry(_ layer: inout OutputLayer, path: String) -> [GeoFileNote] {
        var others: [Int64] = []
        for index in layer.features.indices {
            let isKind =
                switch layer.features[index].shape {
                case .none: true
                case .points: layer.geometry == .points
                case .lines: layer.geometry == .lines
                case .polygons: layer.geometry == .polygons
                }
            if isKind { continue }
            others.append(layer.features[index].number)
            layer.features[index].shape = .none
        }
        return others.isEmpty
            ? [] : [GeoFileNote(mixedGeometryOf: others, layer: layer.name, path: path)]
    }

    /// Points as columns of a table: in place of the columns they came from, else behind the rest.
    private func withPlaceColumns(_ layer: OutputLayer, isFromTable: Bool) -> OutputLayer {
        var layer = layer
        let isDegrees = layer.crs?.isGeographic ?? true
        let columns = isFromTable ? try? placeColumns() : nil
        var names = [isDegrees ? "lon" : "x", isDegrees ? "lat" : "y"]
        if let datum = shiftTarget { names = names.map { shiftedName($0, to: datum) } }
        let indices = [columns?.x, columns?.y].enumerated().map { axis, name in
            if let index = layer.fields.firstIndex(where: { $0.name == name }) {
                if let datum = shiftTarget {
                    layer.fields[index].name = shiftedName(layer.fields[index].name, to: datum)
                }
                layer.fields[index].kind = .real
                return index
            }
            layer.fields.append(VectorField(name: freeName(names[axis], layer), kind: .real))
            for row in layer.features.indices { layer.features[row].attributes.append(.null) }
            return layer.fields.count - 1
        }
        for row in layer.features.indices {
            guard case .points(let points) = layer.features[row].shape, let point = points.first
            else { continue }
            layer.features[row].attributes[indices[0]] = .real(point.x)
            layer.features[row].attributes[indices[1]] = .real(point.y)
        }
        return layer
    }

    private func freeName(_ name: String, _ layer: OutputLayer) -> String {
        var result = name
        while layer.fields.contains(where: { $0.name == result }) { result += "_" }
        return result
    }

    // MARK: - Writing

    /// Layers of one file have different names, also when a label was taken off: `a`, `a_2`.
    private func withDifferentNames(_ layers: [OutputLayer]) -> [OutputLayer] {
        var taken: Set<String> = []
        return layers.map { layer in
            var layer = layer
            let name = layer.name
            var number = 2
            while !taken.insert(layer.name.lowercased()).inserted {
                layer.name = "\(name)_\(number)"
                number += 1
            }
            return layer
        }
    }

    private func write(_ layers: [OutputLayer], _ options: RunOptions) throws -> [GeoFileNote] {
        switch outputExtension {
        case "gpkg":
            try writeGeoPackage(layers, to: output, overwrite: options.overwrite)
            return []
        case "xlsx":
            try writeWorkbook(layers, to: output, overwrite: options.overwrite)
            return []
        default:
            guard let layer = layers.first else { return [] }
            return try writeVector(
                layer, to: output,
                options: VectorWriteOptions(
                    overwrite: options.overwrite, byteOrderMark: options.byteOrderMark,
                    encoding: encoding))
        }
    }
}
