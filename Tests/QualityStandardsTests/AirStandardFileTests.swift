import QualityStandards
import Readings
import Testing

@Suite("Files of air standards")
struct AirStandardFileTests {
    /// The limits of a city of its own: only what differs is written.
    static let own = """
        {
          "limits": [
            {
              "edition": "城市2027",
              "from": "2027-01-01",
              "index": "HJ633-2026",
              "values": {
                "SO2": {"annual": [20, 60], "24h": [50, 150]},
                "NO2": {"annual": [40, 40], "24h": [80, 80]},
                "CO": {"24h": ["4.0", "4.0"]},
                "O3_8h": {"daily max 8h": [100, 160]},
                "PM10": {"annual": [40, 55], "24h": [50, 110]},
                "PM2.5": {"unit": "µg/m³", "annual": [15, 28.5], "24h": [35, 58]}
              }
            }
          ]
        }
        """

    @Test("A file of its own gives limits, and takes the rest from the editions in force")
    func read() throws {
        let editions = try AirStandard.editions(parsing: Self.own, file: "own.json")
        let standard = try #require(editions.first)
        #expect(editions.count == 1 && standard.edition == "城市2027")
        #expect(standard.limit(.pm25, .annual)?.description == "28.5")
        #expect(standard.limit(.pm25, .annual, .first)?.description == "15")
        #expect(standard.dailyLimit(.co)?.description == "4.0")
        #expect(standard.index.edition == "HJ633-2026")
        #expect(standard.statistics.edition == "HJ663-2026")
        #expect(standard.title == "城市2027")
    }

    @Test("Weights and rules of statistics can be replaced too")
    func statistics() throws {
        var text = Self.own.replacing(
            "\"index\": \"HJ633-2026\"", with: "\"statistics\": \"weighted\"")
        text.removeLast(2)
        text += """
            ,
            "statistics": [{
              "edition": "weighted", "from": "2026-03-01",
              "minima": {"hoursInDay": 20, "hoursInEight": 6, "eightHourMeans": 14,
                "aboveEightHourLimit": false, "hoursInMovingDay": 20, "daysInMonth": 27,
                "daysInFebruary": 25, "daysInYear": 324, "stationShare": "0.5"},
              "annual": {"PM2.5": ["mean", "p95"]},
              "decimals": {"concentration": {"CO": 1}, "exceedance": 2, "rate": 1, "change": 1,
                "composite": 2},
              "goodIndex": 100, "heavyIndex": 200,
              "composite": [{"item": "PM2.5", "statistic": "mean", "limit": "annual",
                "weight": "3"}],
              "sandItems": ["PM10"]
            }]}
            """
        let editions = try AirStandard.editions(parsing: text, file: "w.json")
        let standard = try #require(editions.first)
        #expect(standard.statistics.edition == "weighted")
        #expect(standard.statistics.composite.map(\.weight.description) == ["3"])
        #expect(standard.dailyStatistics.eightHourLimit == nil)
        #expect(standard.statistics.stationShare.description == "0.5")
        #expect(standard.index.edition == "HJ633-2026", "in force when the edition begins")
        let index = CompositeIndex([.pm25: ExactNumber(57)], by: standard)
        #expect(index.published?.description == "6.00")
    }

    /// What is written instead of what, and the two messages.
    static let faults: [(String, String, String, String)] = [
        (
            "28.5", "\"28,5\"",
            "own.json, line 13, limits[0].values.PM2.5.annual[1]: found \"28,5\", expected a number. Correct the file.",
            "own.json第13行,limits[0].values.PM2.5.annual[1]:此处为\"28,5\",应为数值。请更正文件。"
        ),
        (
            "[50, 110]", "[110]",
            "own.json, line 12, limits[0].values.PM10.24h: found […], expected two numbers above 0: class 1, class 2. Correct the file.",
            "own.json第12行,limits[0].values.PM10.24h:此处为[…],应为两个大于0的数:一级、二级。请更正文件。"
        ),
        (
            "\"from\"", "\"form\"",
            "own.json, line 5, limits[0].form: this key is not known. Known here: edition, document, title, titleInChinese, source, from, to, index, statistics, values. Correct or delete it.",
            "own.json第5行,limits[0].form:无法识别的键。可用:edition、document、title、titleInChinese、source、from、to、index、statistics、values。请更正或删除。"
        ),
        (
            "\"edition\": \"城市2027\",", "",
            "own.json, line 3, limits[0]: the key \"edition\" is missing. Add it.",
            "own.json第3行,limits[0]:缺少键“edition”。请补充。"
        ),
        (
            "2027-01-01", "next year",
            "own.json, line 5, limits[0].from: found \"next year\", expected a date such as 2026-03-01. Correct the file.",
            "own.json第5行,limits[0].from:此处为\"next year\",应为日期,如2026-03-01。请更正文件。"
        ),
        (
            "[40, 40],", "[40, 40]",
            "own.json, line 9: found \"\"\", expected a comma or }. Correct the file.",
            "own.json第9行:此处为\"\"\",应为逗号或}。请更正文件。"
        ),
        (
            "\"PM10\": {\"annual\": [40, 55], ", "\"PM10\": {",
            "own.json, line 7, limits[0].values: the key \"PM10.annual\" is missing. Add it.",
            "own.json第7行,limits[0].values:缺少键“PM10.annual”。请补充。"
        ),
        (
            "HJ633-2026", "HJ633-2099",
            "own.json, line 6, limits[0].index: found \"HJ633-2099\", expected one of HJ633-2012, HJ633-2026. Correct the file.",
            "own.json第6行,limits[0].index:此处为\"HJ633-2099\",应为HJ633-2012、HJ633-2026之一。请更正文件。"
        ),
        (
            "µg/m³", "ppb",
            "own.json, line 13, limits[0].values.PM2.5.unit: found \"ppb\", expected a unit such as µg/m³. Correct the file.",
            "own.json第13行,limits[0].values.PM2.5.unit:此处为\"ppb\",应为单位,如µg/m³。请更正文件。"
        ),
    ]

    @Test("A fault is told with line, key, what was found and what was expected", arguments: faults)
    func fault(old: String, new: String, en: String, zh: String) throws {
        let text = Self.own.replacing(old, with: new)
        #expect(text != Self.own)
        let error = try #require(throws: StandardError.self) {
            try AirStandard.editions(parsing: text, file: "own.json")
        }
        #expect(error.description == en)
        #expect(error.descriptionInChinese == zh)
    }

    @Test(
        "Damaged texts are refused, never read in part",
        arguments: [
            "", "{", "[1, 2]", "{\"limits\": []}", "{\"limits\": [{}]}", "{}", "nonsense",
            "{\"limits\": \"x\", \"limits\": []}", "{\"a\\u12\": 1}", "{\"a\": 1} x",
        ])
    func damaged(text: String) {
        #expect(throws: StandardError.self) {
            try AirStandard.editions(parsing: text, file: "x.json")
        }
    }

    @Test("Cutting a file anywhere is an error, never a trap")
    func cut() {
        for length in stride(from: 0, to: Self.own.count - 1, by: 7) {
            #expect(throws: StandardError.self) {
                try AirStandard.editions(parsing: String(Self.own.prefix(length)), file: "x")
            }
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: StandardError.self) {
            try AirStandard.editions(parsing: deep, file: "deep.json")
        }
    }
}
