public import GeoFiles
import Geometry
import Reports

/// Two zone layers → km² crosswise, with gaps and overlaps.
public struct OverlayZonesRequest: Sendable {
    public var first: String
    public var second: String
    public var idField: String
    public var secondIDField: String
    /// Intersections smaller than this, and than a thousandth of the smaller zone, are dust.
    public var minimumAreaInSquareMetres = 1.0
    public var reading = VectorReadOptions()
    public var output: String?

    public init(first: String, second: String, idField: String, secondIDField: String) {
        self.first = first
        self.second = second
        self.idField = idField
        self.secondIDField = secondIDField
    }

    public func run(options: RunOptions) throws -> CommandOutcome {
        let start = ContinuousClock.now
        let target = TableTarget(output)
        try target.checkWritable(overwrite: options.overwrite)
        options.progress(0, LocalizedText("读取数据", "reading"))
        let layers = try read(options)
        options.progress(0.4, LocalizedText("叠加", "overlay"))
        let crossed = try intersections(
            of: layers.first, with: layers.second,
            minimumAreaInSquareMetres: minimumAreaInSquareMetres, threads: options.threads)
        options.progress(1, LocalizedText("完成", "done"))
        var outcome = try target.write(
            table(crossed, layers.first, layers.second), shapes: nil, crs: nil, options: options)
        outcome.counts = [
            ("first_zones", layers.first.zones.count), ("second_zones", layers.second.zones.count),
            ("shared", crossed.pairs.count), ("first_overlaps", crossed.first.overlaps.count),
            ("second_overlaps", crossed.second.overlaps.count),
        ]
        outcome.warnings +=
            (layers.first.notes + layers.second.notes).map(\.text)
            + (layers.first.zones + layers.second.zones).compactMap(\.warning)
            + crossed.notes.map { LocalizedText($0.descriptionInChinese, $0.description) }
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        return outcome
    }

    /// What `run` would read and write.
    public func plan(options: RunOptions) throws -> DryRunPlan {
        try TableTarget(output).checkWritable(overwrite: options.overwrite)
        let layers = try read(options)
        let reads = parts(ofDataset: first) + parts(ofDataset: second)
        let bytes = reads.reduce(0) { $0 + fileSize($1) }
        return DryRunPlan(
            reads: reads.map { ($0, fileSize($0)) }, writes: [output ?? "-"], cells: 0,
            memoryInBytes: 60_000_000 + bytes * 3, seconds: 0.1 + Double(bytes) * 3e-8,
            warnings: (layers.first.notes + layers.second.notes).map(\.text))
    }

    /// Both layers in the CRS of the first.
    private func read(_ options: RunOptions) throws -> (first: ZoneLayer, second: ZoneLayer) {
        let a = try readZones(
            at: first, options: reading, idField: idField, measuresArea: false,
            threads: options.threads)
        let b = try readZones(
            at: second, options: reading, idField: secondIDField, into: a.crs,
            measuresArea: false, threads: options.threads)
        return (a, b)
    }

    private func table(
        _ crossed: ZoneIntersections, _ a: ZoneLayer, _ b: ZoneLayer
    ) -> ReportTable {
        let texts = ["kind", "first", "second"].map {
            ReportTable.Column(key: $0, heading: LocalizedText($0), kind: .text)
        }
        let numbers = ["area_km2", "first_share", "second_share"].map {
            ReportTable.Column(key: $0, heading: LocalizedText($0), kind: .number(decimals: nil))
        }
        var table = ReportTable(id: "zones", title: "zones", columns: texts + numbers)
        func share(_ area: Double, _ layer: CrossedLayer, _ zone: Int) -> ReportTable.Cell {
            let whole = layer.areasInSquareMetres[zone]
            return whole > 0 ? .number(min(area / whole, 1)) : .empty
        }
        for pair in crossed.pairs {
            table.append([
                .text("shared"), .text(a.zones[pair.first].id), .text(b.zones[pair.second].id),
                .number(pair.areaInSquareMetres / 1e6),
                share(pair.areaInSquareMetres, crossed.first, pair.first),
                share(pair.areaInSquareMetres, crossed.second, pair.second),
            ])
        }
        for (zone, area) in crossed.first.areasOutsideInSquareMetres.enumerated() where area > 0 {
            table.append([
                .text("first_only"), .text(a.zones[zone].id), .empty, .number(area / 1e6),
                share(area, crossed.first, zone), .empty,
            ])
        }
        for (zone, area) in crossed.second.areasOutsideInSquareMetres.enumerated() where area > 0 {
            table.append([
                .text("second_only"), .empty, .text(b.zones[zone].id), .number(area / 1e6),
                .empty, share(area, crossed.second, zone),
            ])
        }
        for (kind, layer, zones) in [
            ("first_overlap", crossed.first, a.zones), ("second_overlap", crossed.second, b.zones),
        ] {
            for pair in layer.overlaps {
                table.append([
                    .text(kind), .text(zones[pair.first].id), .text(zones[pair.second].id),
                    .number(pair.areaInSquareMetres / 1e6),
                    share(pair.areaInSquareMetres, layer, pair.first),
                    share(pair.areaInSquareMetres, layer, pair.second),
                ])
            }
        }
        return table
    }
}
