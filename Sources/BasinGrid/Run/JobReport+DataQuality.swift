import GeoFiles
import Geometry
import Grids
import HotSpots
import QualityStandards
import Readings
import Reports
import Rivers

extension JobReport {
    func zoneTableSection(period: Int) -> ReportSection {
        ReportSection(
            title: heading(period, "分区与站点统计表", "zone and station tables"),
            tables: inputs.zoneLayers.indices.map { shownZoneTable(layer: $0, period: period) }
                + inputs.zoneLayers.indices.compactMap { tables.units(layer: $0, period: period) }
                + [tables.scores(period: period), tables.stations(period: period)]
                .compactMap { $0 }
                + (period == 0 ? inputs.points.indices.map { tables.points(layer: $0) } : []))
    }

    /// The columns of a zone table that people compare; the file has all.
    func shownZoneTable(layer: Int, period: Int) -> ReportTable {
        let table = tables.zones(layer: layer, period: period)
        let surfaces = figures.surfaces[period].flatMap { surface in
            let stem = surface.request.name
            return [
                "\(stem)_mean", "\(stem)_mean_before", "\(stem)_mean_change_percent",
                "\(stem)_max", "\(stem)_valid_share",
            ]
        }
        let rivers = table.columns.map(\.key).filter { $0.hasPrefix("river_km_") }
        return table.excerpt(
            id: table.id, title: table.title,
            keys: ["id", "label", "area_km2"] + surfaces + tables.pointColumns.map(\.key)
                + tables.hotSpotAreaColumns().map(\.key) + rivers
                + ["note"])
    }

    func qualitySection() -> ReportSection {
        ReportSection(
            title: LocalizedText("数据质量：修复、推定与剔除", "Data quality: repaired, guessed, dropped"),
            paragraphs: figures.notes.isEmpty
                ? [LocalizedText("没有修复、推定或剔除任何数据。", "Nothing was repaired, guessed or dropped.")]
                : [],
            notes: figures.notes)
    }

    func provenance() -> ReportProvenance {
        ReportProvenance(
            statements: [
                .init(
                    label: LocalizedText("软件", "Software"),
                    value: LocalizedText("BasinGrid \(basinGridVersion)")),
                .init(
                    label: LocalizedText("坐标系", "CRS"),
                    value: LocalizedText("\(inputs.crs.code ?? "") \(inputs.crs.name)")),
                .init(
                    label: LocalizedText("空气质量标准", "Air standard"),
                    value: LocalizedText(
                        zh: figures.pairs.indices.map {
                            "\(figures.pairs[$0].now.labelInChinese)：\(editionText($0).zh)"
                        }.joined(separator: "；"),
                        en: figures.pairs.indices.map {
                            "\(figures.pairs[$0].now.label): \(editionText($0).en)"
                        }.joined(separator: "; "))),
                .init(
                    label: LocalizedText("地表水标准", "Surface water standard"),
                    value: waterStandardText),
            ],
            inputs: provenanceInputs())
    }

    /// Input files with their checksums; many files of one folder and role are one line, as
    /// `run.json` lists each.
    func provenanceInputs() -> [ReportProvenance.Input] {
        struct Group: Hashable {
            var folder: String
            var role: LocalizedText
        }
        var order: [Group] = []
        var groups: [Group: [FileDigest]] = [:]
        for (digest, file) in zip(files, inputs.files) {
            let folder = digest.path.lastIndex(of: "/").map { String(digest.path[...$0]) } ?? ""
            let group = Group(folder: folder, role: file.role)
            if groups[group] == nil { order.append(group) }
            groups[group, default: []].append(digest)
        }
        return order.flatMap { group -> [ReportProvenance.Input] in
            let digests = groups[group] ?? []
            guard digests.count > 12 else {
                return digests.map {
                    .init(path: $0.path, role: group.role, bytes: $0.bytes, sha256: $0.sha256)
                }
            }
            let count = language == .zh ? "\(digests.count) 个文件" : "\(digests.count) files"
            return [
                .init(
                    path: "\(group.folder)（\(count)）", role: group.role,
                    bytes: digests.reduce(0) { $0 + $1.bytes },
                    sha256: language == .zh ? "见 run.json" : "see run.json")
            ]
        }
    }
}
