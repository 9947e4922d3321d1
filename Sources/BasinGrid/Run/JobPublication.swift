import Foundation
import GeoFiles
import Geometry
import Grids
import Reports

/// Writes the folder of a job.
struct JobPublication {
    let job: Job
    let inputs: JobInputs
    let figures: JobFigures
    let options: RunOptions
    let folder: OutputFolder

    private var tables: JobTables {
        JobTables(job: job, inputs: inputs, figures: figures, language: options.reportLanguage)
    }

    /// Writes every file, `run.json` last.
    ///
    /// - Returns: The paths in the folder, in the order in which a person would open them.
    func write(since start: ContinuousClock.Instant) throws -> [String] {
        let inputDigests = try inputs.files.map {
            try FileDigest(of: URL(fileURLWithPath: $0.path), as: job.relative($0.path))
        }
        let written =
            try writeRasters() + writeTables() + writeGeoPackage()
            + writeReport(inputDigests)
        let outputs = try written.map { try FileDigest(of: folder.path($0), as: $0) }
        let record = RunRecord(
            job: job, jobDigest: try FileDigest(of: URL(fileURLWithPath: job.path), as: job.path),
            figures: figures, inputs: inputDigests, outputs: outputs,
            seconds: (ContinuousClock.now - start) / .seconds(1))
        try record.write(to: folder.path(OutputFolder.marker))
        return written.reversed() + [OutputFolder.marker]
    }

    /// The files that a run of `job` writes, for a plan.
    static func outputNames(of job: Job, _ inputs: JobInputs) -> [String] {
        var names: [String] = []
        if job.formats.contains(.html) { names.append("report.html") }
        if job.formats.contains(.gpkg) { names.append("results.gpkg") }
        for pair in job.periodPairs {
            let label = pair.now.label
            if job.formats.contains(.geotiff) {
                for request in job.rasters {
                    let compared = pair.before == nil ? [""] : ["", "_before", "_change"]
                    let suffixes = compared + (request.surface.kriges ? ["_variance"] : [])
                    names += suffixes.flatMap { suffix in
                        ["tif", "qml"].map { "rasters/\(request.name)_\(label)\(suffix).\($0)" }
                    }
                }
                names += job.hotSpots.flatMap { HotSpotRasters.names(of: $0, period: label) }
                if inputs.rivers != nil, !job.rasters.isEmpty {
                    names += ["tif", "qml"].map { "rasters/river_class_\(label).\($0)" }
                }
            }
            if job.formats.contains(.csv) {
                names += inputs.zoneLayers.map {
                    "tables/zones_\(fileNamePart($0.name))_\(label).csv"
                }
                names += inputs.zoneLayers.filter { $0.kind == UnitLayer.kind }.map {
                    "tables/units_\(fileNamePart($0.name))_\(label).csv"
                }
                if !inputs.sections.isEmpty {
                    names += ["sections", "water_groups"].map { "tables/\($0)_\(label).csv" }
                }
                names += JobTables.extraNames(of: job, pair.now).map { "tables/\($0).csv" }
                if inputs.rivers != nil { names.append("tables/rivers_\(label).csv") }
                if inputs.rivers != nil, !inputs.points.isEmpty {
                    names.append("tables/upstream_\(label).csv")
                }
                if !inputs.stations.isEmpty { names.append("tables/stations_\(label).csv") }
                names += hotSpotTables(of: job, inputs, pair).map { "tables/\($0)_\(label).csv" }
                for request in job.series {
                    guard let layer = inputs.layer(named: request.zones) else { continue }
                    let name = JobTables.seriesName(
                        request, layer: inputs.zoneLayers[layer].name, period: pair.now)
                    names += ["tables/\(name).csv", "tables/\(name)_summary.csv"]
                }
                if let rules = inputs.scores, let layer = JobTables.scoredLayer(rules, inputs) {
                    let name = fileNamePart(inputs.zoneLayers[layer].name)
                    names.append("tables/scores_\(name)_\(label).csv")
                }
            }
        }
        if job.formats.contains(.csv) {
            if !job.rasters.isEmpty { names.append("tables/cross_validation.csv") }
            if job.testsTrends { names.append("tables/trends.csv") }
            names += AirFigures.tableNames(of: job, inputs).map { "tables/\($0).csv" }
            if inputs.rivers != nil, !inputs.points.isEmpty { names.append("tables/reaches.csv") }
            names += inputs.points.indices.map { "tables/points_\($0 + 1).csv" }
        }
        return names + [OutputFolder.marker]
    }

    // MARK: - Rasters

    private func writeRasters() throws -> [String] {
        guard job.formats.contains(.geotiff) else { return [] }
        try folder.makeFolder("rasters")
        var names: [String] = []
        for surface in figures.surfaces.joined() {
            let stem = "rasters/\(surface.request.name)_\(surface.period.label)"
            let concentrations = ColourScale.sequential(
                [surface.now, surface.past].compactMap { $0 }.flatMap(values))
            let parts: [(Grid<Float>?, String, ColourScale, String)] = [
                (surface.now, "", concentrations, surface.period.label),
                (surface.past, "_before", concentrations, surface.before?.label ?? ""),
                (
                    surface.change, "_change",
                    .diverging(surface.change.map(values) ?? []),
                    "\(surface.period.label) − \(surface.before?.label ?? "")"
                ),
            ]
            for case (let grid?, let suffix, let scale, let period) in parts {
                let name = "\(stem)\(suffix).tif"
                let about = RasterDescription(
                    description: "\(surface.request.name) \(period)",
                    unit: surface.request.parameter.unit?.text ?? "",
                    style: QMLStyle.raster(scale), tags: [:])
                try writeRaster(grid, to: folder.path(name).path, about: about)
                names += [name, "\(stem)\(suffix).qml"]
            }
            if let variance = surface.variance {
                let name = "\(stem)_variance.tif"
                let unit = surface.request.parameter.unit?.text ?? ""
                let about = RasterDescription(
                    description: "\(surface.request.name) \(surface.period.label) kriging variance",
                    unit: unit.isEmpty ? "" : "(\(unit))²",
                    style: QMLStyle.raster(.sequential(values(of: variance))), tags: [:])
                try writeRaster(variance, to: folder.path(name).path, about: about)
                names += [name, "\(stem)_variance.qml"]
            }
        }
        for found in figures.hotSpots.joined() {
            for raster in HotSpotRasters(found).all() {
                try writeRaster(
                    raster.grid, to: folder.path("\(raster.name).tif").path, about: raster.about)
                names += ["\(raster.name).tif", "\(raster.name).qml"]
            }
        }
        return try names + writeRiverClasses()
    }

    /// The rivers by class on the cells of the job's first raster.
    private func writeRiverClasses() throws -> [String] {
        guard let rivers = figures.rivers else { return [] }
        var names: [String] = []
        for (period, pair) in figures.pairs.enumerated() {
            guard let geometry = figures.surfaces[period].first?.geometry else { continue }
            let classes = rivers.rangeClasses(period: period, sections: figures.sections)
            let raster = RiverClassRaster(
                rivers.network, rivers.ranges, classes: classes, on: geometry)
            let stem = "rasters/river_class_\(pair.now.label)"
            try raster.write(
                to: folder.path("\(stem).tif").path, title: "river class \(pair.now.label)",
                language: options.language)
            names += ["\(stem).tif", "\(stem).qml"]
        }
        return names
    }

    /// The tables of hotspots of a period, without the period that ends their names.
    private static func hotSpotTables(
        of job: Job, _ inputs: JobInputs, _ pair: PeriodPair
    ) -> [String] {
        job.hotSpots.flatMap { request -> [String] in
            var names = [job.hotSpotFile("hotspots", request)]
            if request.warningCount != nil {
                names.append(job.hotSpotFile("hotspot_warnings", request))
            }
            if pair.now.months.count > 1 {
                let stem = job.hotSpotFile("hotspot_months", request)
                names += inputs.zoneLayers.map { "\(stem)_\(fileNamePart($0.name))" }
            }
            return names
        }
    }

    private func values(of grid: Grid<Float>) -> [Double] {
        grid.values.lazy.filter { $0 != grid.nodata }.map(Double.init)
    }

    // MARK: - Tables

    private func writeTables() throws -> [String] {
        guard job.formats.contains(.csv) else { return [] }
        try folder.makeFolder("tables")
        let tables = tables
        var names: [String] = []
        for period in figures.pairs.indices {
            let all =
                inputs.zoneLayers.indices.map { tables.zones(layer: $0, period: period) }
                + inputs.zoneLayers.indices.compactMap { tables.units(layer: $0, period: period) }
                + [
                    tables.sections(period: period), tables.waterGroups(period: period),
                    tables.rivers(period: period), tables.lakes(period: period),
                    tables.stations(period: period), tables.scores(period: period),
                    tables.pointsAboveFailing(period: period),
                ].compactMap { $0 } + tables.compensation(period: period)
                + tables.allHotSpots(period: period)
            names += try write(all)
            for series in figures.series[period] {
                let layer = inputs.zoneLayers[series.layer].name
                let name = JobTables.seriesName(
                    series.request, layer: layer, period: series.period)
                try write(
                    tables.seriesCSV(series, byteOrderMark: hasByteOrderMark),
                    to: "tables/\(name).csv")
                names.append("tables/\(name).csv")
                names += try write([tables.seriesSummary(series)])
            }
        }
        names += try write(
            [tables.crossValidation, tables.reaches, tables.trends].compactMap { $0 })
        names += try write(tables.allAir)
        names += try write(inputs.points.indices.map { tables.points(layer: $0) })
        return names
    }

    private func write(_ tables: [ReportTable]) throws -> [String] {
        try tables.map { table in
            let name = "tables/\(table.id).csv"
            try write(table.csv(bom: hasByteOrderMark), to: name)
            return name
        }
    }

    /// Excel reads UTF-8 with Chinese text rightly only behind a byte order mark.
    private var hasByteOrderMark: Bool { options.byteOrderMark || options.language == .zh }

    private func writeGeoPackage() throws -> [String] {
        guard job.formats.contains(.gpkg) else { return [] }
        let layers = JobLayers(
            job: job, inputs: inputs, figures: figures, tables: tables,
            language: options.reportLanguage)
        try GeoFiles.writeGeoPackage(layers.all(), to: folder.path("results.gpkg").path)
        return ["results.gpkg"]
    }

    private func writeReport(_ files: [FileDigest]) throws -> [String] {
        guard job.formats.contains(.html) else { return [] }
        let report = JobReport(
            job: job, inputs: inputs, figures: figures, tables: tables,
            language: options.reportLanguage, files: files)
        try write(report.document().html(), to: "report.html")
        return ["report.html"]
    }

    private func write(_ text: String, to name: String) throws {
        try writeData(Data(text.utf8), to: folder.path(name))
    }
}

/// Writes a file of a staging folder.
func writeData(_ data: Data, to url: URL) throws {
    do {
        try data.write(to: url)
    } catch {
        let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
        throw Fault(
            isFull ? .tryAgain : .output,
            zh: "无法写入 \(url.path)：\(error.localizedDescription)。",
            en: "Cannot write \(url.path): \(error.localizedDescription).")
    }
}

extension Job {
    /// A path as the job would write it: relative to its folder where it lies in it.
    func relative(_ path: String) -> String {
        let prefix = folder.path + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}
