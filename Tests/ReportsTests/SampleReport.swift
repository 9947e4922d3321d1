import Foundation
import Geometry
import Grids
import Reports

/// A report about made-up zones, with every part that a report can have.
enum SampleReport {
    static let grid = GridGeometry(
        geotransform: Geotransform(
            originX: 600_000, columnStepX: 1000, originY: 4_240_000, rowStepY: -1000),
        rows: 100, columns: 120, crs: nil)

    /// The made-up concentration at a place.
    static func concentration(_ x: Double, _ y: Double) -> Double {
        let (u, v) = ((x - 600_000) / 120_000, (y - 4_140_000) / 100_000)
        return 28 + 34 * exp(-8 * ((u - 0.45) * (u - 0.45) + (v - 0.4) * (v - 0.4)))
            + 6 * sin(9 * u) * cos(7 * v)
    }

    static let names = [
        "迎泽区城镇重点管控单元", "杏花岭区重点管控单元", "尖草坪区一般管控单元", "万柏林区优先保护单元",
        "晋源区重点管控单元", "小店区重点管控单元", "清徐县一般管控单元", "阳曲县优先保护单元",
        "娄烦县水源地优先保护单元", "古交市一般管控单元", "汾河水库", "东山林场",
    ]

    /// Twelve zones with wavy borders that fit together.
    static let zones: [Polygon] = (0..<12).map { index in
        let (row, column) = (index / 4, index % 4)
        func corner(_ r: Int, _ c: Int) -> Coordinate {
            let shift = Double((r * 7 + c * 5) % 4) * 2500 - 3500
            return Coordinate(
                x: 604_000 + Double(c) * 28_000 + (c == 0 || c == 4 ? shift / 2 : shift),
                y: 4_144_000 + Double(r) * 30_500 + shift)
        }
        func edge(_ a: Coordinate, _ b: Coordinate) -> [Coordinate] {
            (0..<40).map { step in
                let t = Double(step) / 40
                let wave = 900 * sin(t * .pi) + 300 * sin(t * .pi * 9)
                let (dx, dy) = (b.x - a.x, b.y - a.y)
                let length = (dx * dx + dy * dy).squareRoot()
                // The same wave from both sides of a border.
                let offset = (dx + dy > 0 ? wave : -wave) / length
                return Coordinate(x: a.x + dx * t - offset * dy, y: a.y + dy * t + offset * dx)
            }
        }
        let corners = [
            corner(row, column), corner(row, column + 1), corner(row + 1, column + 1),
            corner(row + 1, column),
        ]
        return Polygon(
            shell: Ring((0..<4).flatMap { edge(corners[$0], corners[($0 + 1) % 4]) }))
    }

    static let river = LineString(
        (0...120).map { step in
            let t = Double(step) / 120
            return Coordinate(
                x: 618_000 + 60_000 * t + 9000 * sin(t * 9), y: 4_236_000 - 90_000 * t)
        })

    static let waterClasses = CategoryScale(
        [
            ("I", 0xCCFFFF), ("II", 0x00CCFF), ("III", 0x00FF00), ("IV", 0xFFFF00),
            ("V", 0xFF9B00), ("劣V", 0xFF0000),
        ].map { .init(value: $0.0, label: LocalizedText($0.0), colour: Colour($0.1)) })

    static let values = zones.map { zone in
        let centre = zone.boundingBox?.centre ?? Coordinate(x: 0, y: 0)
        return concentration(centre.x, centre.y)
    }
    static let changes = values.enumerated().map { index, value in
        Double((index * 37) % 23) - 14 + value / 100
    }

    static let scale = ColourScale.sequential(values)
    static let changeScale = ColourScale.diverging(changes)
    static let microgram: LocalizedText = "μg/m³"
    static let box = BoundingBox(
        minX: 600_000, minY: 4_140_000, maxX: 720_000, maxY: 4_240_000)

    static func rasterMap() throws -> MapDocument {
        let raster = Grid(
            geometry: grid,
            values: (0..<grid.cellCount).map { index in
                let centre = grid.centre(row: index / grid.columns, column: index % grid.columns)
                let (x, y) = (centre.x - 660_000, centre.y - 4_190_000)
                return x * x / 3.5e9 + y * y / 2.4e9 > 1
                    ? .nan : concentration(centre.x, centre.y)
            })
        let rasterScale = ColourScale.sequential(raster.values, classes: 7)
        let stations = (0..<9).map { index -> MapPoint in
            let x = 625_000 + Double((index * 31) % 70) * 1000
            let y = 4_160_000 + Double((index * 43) % 60) * 1000
            let isNational = index % 3 == 0
            return MapPoint(
                coordinate: Coordinate(x: x, y: y), symbol: isNational ? .triangle : .circle,
                colour: Colour(isNational ? 0x0F5C7A : 0x22303A), size: isNational ? 9 : 7,
                label: "站点\(index + 1)", tooltip: "站点\(index + 1)：\(40 + index) μg/m³")
        }
        return MapDocument(
            id: "pm25_raster", title: LocalizedText(zh: "PM₂.₅ 浓度插值", en: "PM₂.₅, interpolated"),
            box: box,
            layers: [
                .raster(try MapRaster(of: raster, scale: rasterScale)),
                .areas(
                    zones.map { MapArea(polygons: [$0], fill: nil) }, outline: .zone),
                .points(stations),
            ],
            legend: [
                rasterScale.legend(
                    title: LocalizedText(zh: "月均浓度", en: "Monthly mean"), unit: microgram),
                LegendGroup(
                    title: LocalizedText(zh: "监测站点", en: "Stations"),
                    entries: [
                        LegendEntry(
                            symbol: .point(.triangle, Colour(0x0F5C7A)),
                            label: LocalizedText(zh: "国控站", en: "National")),
                        LegendEntry(
                            symbol: .point(.circle, Colour(0x22303A)),
                            label: LocalizedText(zh: "微型站", en: "Micro station")),
                    ]),
            ],
            caption: LocalizedText(
                zh: "普通克里金插值，格网 1 km；球状模型。",
                en: "Ordinary kriging on a 1 km grid, spherical model."))
    }

    static let zoneMap = MapDocument(
        id: "pm25_zones",
        title: LocalizedText(zh: "各管控单元 PM₂.₅ 平均浓度", en: "Mean PM₂.₅ by control unit"),
        box: box,
        layers: [
            .areas(
                zip(zones, names).enumerated().map { index, pair in
                    let value = index == 11 ? nil : Optional(values[index])
                    return MapArea(
                        polygons: [pair.0], fill: scale.colour(of: value), label: pair.1,
                        tooltip: pair.1)
                }, outline: MapStroke(.white, width: 1))
        ],
        legend: [scale.legend(title: LocalizedText(zh: "平均浓度", en: "Mean"), unit: microgram)],
        caption: LocalizedText(zh: "面积加权平均，2026 年 4 月。", en: "Area-weighted mean, April 2026."))

    static let changeMap = MapDocument(
        id: "pm25_change",
        title: LocalizedText(zh: "PM₂.₅ 同比变化", en: "Change of PM₂.₅ on the year before"),
        box: box,
        layers: [
            .areas(
                zip(zones, changes).map {
                    MapArea(polygons: [$0], fill: changeScale.colour(of: $1))
                }, outline: .zone)
        ],
        legend: [
            changeScale.legend(title: LocalizedText(zh: "同比变化", en: "Change"), unit: "%")
        ])

    static let riverMap = MapDocument(
        id: "rivers", title: LocalizedText(zh: "河段水质类别", en: "Water class of reaches"), box: box,
        layers: [
            .areas(
                zones.map { MapArea(polygons: [$0], fill: Colour(0xFBFCFC)) },
                outline: MapStroke(Colour(0xB4BDC4), width: 0.6)),
            .lines(
                (0..<6).map { part in
                    MapLine(
                        lines: [
                            LineString(Array(river.coordinates[part * 20...part * 20 + 20]))
                        ],
                        stroke: MapStroke(waterClasses.categories[part].colour, width: 4),
                        label: part == 2 ? "汾河" : nil, tooltip: "汾河 第\(part + 1)段")
                }),
            .points(
                (0..<6).map { part in
                    MapPoint(
                        coordinate: river.coordinates[part * 20 + 10], symbol: .diamond,
                        colour: Colour(0x22303A), label: "断面\(part + 1)")
                }),
        ],
        legend: [
            waterClasses.legend(
                title: LocalizedText(zh: "水质类别", en: "Water class"), asLines: true)
        ])

    static let table: ReportTable = {
        let pm: LocalizedText = "PM₂.₅"
        var table = ReportTable(
            id: "zones_环境管控单元_2026-04",
            title: LocalizedText(zh: "环境管控单元统计", en: "Statistics of control units"),
            columns: [
                .init(key: "id", heading: LocalizedText(zh: "编码", en: "Code"), kind: .text),
                .init(key: "label", heading: LocalizedText(zh: "名称", en: "Name"), kind: .text),
                .init(
                    key: "PM2.5_mean_mean", heading: LocalizedText(zh: "平均", en: "Mean"),
                    unit: microgram, kind: .number(decimals: 1), group: pm),
                .init(
                    key: "PM2.5_mean_max", heading: LocalizedText(zh: "最大", en: "Max"),
                    unit: microgram, kind: .number(decimals: 1), group: pm),
                .init(
                    key: "PM2.5_change", heading: LocalizedText(zh: "同比", en: "Change"), unit: "%",
                    kind: .number(decimals: 1), group: pm),
                .init(
                    key: "stations", heading: LocalizedText(zh: "站点数", en: "Stations"),
                    kind: .number(decimals: 0)),
                .init(
                    key: "class", heading: LocalizedText(zh: "水质类别", en: "Water class"),
                    kind: .text, swatches: waterClasses.swatches),
                .init(key: "note", heading: LocalizedText(zh: "备注", en: "Note"), kind: .text),
            ], lastRowIsTotal: true)
        for (index, name) in names.enumerated() {
            let hasValue = index != 11
            table.append([
                .text("ZH1401\(index + 10)20001"), .text(name),
                hasValue ? .number(values[index]) : .empty,
                hasValue ? .number(values[index] * 1.31) : .empty, .number(changes[index]),
                .integer(index % 3), .text(waterClasses.categories[index % 6].value),
                hasValue ? .empty : .text("区内无有效栅格值"),
            ])
        }
        table.append([
            .text("total"), .text("全市"), .number(41.237), .number(62.6), .number(-3.25),
            .integer(12), .empty, .empty,
        ])
        return table
    }()

    static func document(_ language: ReportLanguage) throws -> ReportDocument {
        let long = ReportTable(
            id: "hotspots_2026-04",
            title: LocalizedText(zh: "热点网格清单", en: "Hotspot cells"),
            columns: [
                .init(key: "cell_id", heading: LocalizedText(zh: "网格编号", en: "Cell"), kind: .text),
                .init(
                    key: "value", heading: LocalizedText(zh: "浓度", en: "Value"), unit: microgram,
                    kind: .number(decimals: 2)),
                .init(
                    key: "z", heading: LocalizedText(zh: "z 值", en: "z-score"),
                    kind: .number(decimals: nil)),
            ],
            rows: (0..<45).map {
                [.text("140105-\($0)"), .number(60 - Double($0) / 7), .number(Double($0) / 3)]
            })
        let air = ReportSection(
            title: LocalizedText(zh: "环境空气", en: "Ambient air"),
            paragraphs: [
                LocalizedText(
                    zh: "2026 年 4 月，全市 PM₂.₅ 平均浓度为 41.2 μg/m³，同比下降 3.3%。浓度较高的单元集中在城区中部，"
                        + "北部山区与水源地保护单元保持较低水平。",
                    en:
                        "In April 2026 the city's mean PM₂.₅ was 41.2 μg/m³, 3.3 % lower than a year "
                        + "before. The higher values lie in the central districts.")
            ], maps: [zoneMap, try rasterMap(), changeMap],
            keyTable: table.excerpt(
                id: table.id, title: LocalizedText(zh: "浓度最高的单元", en: "Highest units"),
                keys: ["label", "PM2.5_mean_mean", "PM2.5_change"],
                descendingBy: "PM2.5_mean_mean", rowLimit: 8),
            tables: [table, long])
        let water = ReportSection(
            title: LocalizedText(zh: "地表水", en: "Surface water"),
            paragraphs: [LocalizedText(zh: "汾河干流共评价 6 个断面。", en: "Six sections were assessed.")],
            maps: [riverMap])
        let notes = ReportSection(
            title: LocalizedText(zh: "方法与数据质量", en: "Methods and data quality"),
            notes: [
                ReportNote(
                    .method,
                    LocalizedText(
                        zh: "分区统计按格元覆盖比例精确加权。", en: "Exact coverage fractions weigh the cells.")),
                ReportNote(
                    .repaired,
                    LocalizedText(
                        zh: "control_units.shp 有 3 个自相交多边形，已修复。",
                        en: "3 self-intersecting polygons of control_units.shp were repaired.")),
                ReportNote(
                    .guessed,
                    LocalizedText(zh: "属性表编码推定为 GBK。", en: "The attribute table was read as GBK.")),
                ReportNote(
                    .dropped,
                    LocalizedText(
                        zh: "readings.csv 剔除 41 条超量程读数。",
                        en: "41 readings out of range were dropped.")),
            ])
        return ReportDocument(
            language: language,
            title: LocalizedText(
                zh: "太原市环境分区管控月报", en: "Taiyuan: environmental zones, monthly report"),
            subtitle: LocalizedText(
                zh: "2026 年 4 月 · 与 2025 年 4 月比较 · GB 3095-2026",
                en: "April 2026, compared with April 2025 · GB 3095-2026"),
            facts: [
                ReportFact(
                    label: "PM₂.₅", value: "41.2", unit: microgram,
                    detail: LocalizedText(zh: "同比 -3.3%", en: "-3.3 % on the year")),
                ReportFact(
                    label: LocalizedText(zh: "优良天数比例", en: "Good days"), value: "83.3", unit: "%",
                    detail: LocalizedText(zh: "同比 +6.7 个百分点", en: "+6.7 points")),
                ReportFact(
                    label: LocalizedText(zh: "Ⅰ～Ⅲ类断面比例", en: "Sections I–III"), value: "66.7",
                    unit: "%", accent: Colour(0x00CC66)),
                ReportFact(
                    label: LocalizedText(zh: "热点网格", en: "Hotspot cells"), value: "29",
                    unit: LocalizedText(zh: "个", en: ""), accent: Colour(0xCC3A33)),
            ], sections: [air, water, notes],
            provenance: ReportProvenance(
                statements: [
                    .init(
                        label: LocalizedText(zh: "软件版本", en: "Version"), value: "BasinGrid 1.0.0"),
                    .init(
                        label: LocalizedText(zh: "坐标系", en: "CRS"),
                        value: "EPSG:4547 CGCS2000 / 3-degree Gauss-Kruger CM 114E"),
                ],
                inputs: [
                    .init(
                        path: "control_units.shp", role: LocalizedText(zh: "分区", en: "Zones"),
                        bytes: 1_284_332, sha256: String(repeating: "3f9a", count: 16)),
                    .init(
                        path: "air/china_sites_202604.csv",
                        role: LocalizedText(zh: "监测数据", en: "Readings"), bytes: 88_211,
                        sha256: String(repeating: "07be", count: 16)),
                ]))
    }
}
