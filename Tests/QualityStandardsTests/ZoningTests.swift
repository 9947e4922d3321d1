import Foundation
import QualityStandards
import TestSupport
import Testing

@Suite("Unit codes, classes and field names of 生态环境分区管控")
struct ZoningTests {
    @Test(
        "A unit code has its county, class and serial",
        arguments: [
            ("ZH44060620002", "440606", ControlUnitClass.key, "0002"),
            ("ZH42052620003", "420526", .key, "0003"),
            ("ZH14010510001", "140105", .priority, "0001"),
            ("ZH65900130010", "659001", .general, "0010"),
        ])
    func codes(text: String, county: String, unitClass: ControlUnitClass, serial: String) throws {
        let code = try ControlUnitCode(parsing: text)
        #expect(code.text == text && code.prefix == "ZH")
        #expect(code.county == county && code.unitClass == unitClass && code.serial == serial)
        #expect(code.warnings.isEmpty)
        #expect(text == code.prefix + code.county + String(code.unitClass.rawValue) + code.serial)
    }

    @Test(
        "A malformed code says what was found",
        arguments: [
            ("", UnitCodeFault.Reason.empty), ("  ", .empty),
            ("ZH4406062000", .length(found: 12, expected: 13)),
            ("ZH440606200021", .length(found: 14, expected: 13)),
            ("ZH44060640002", .classDigit("4")), ("ZH44060600002", .classDigit("0")),
            ("Z144060620002", .prefix("Z1")), ("44060620002ZH", .prefix("44")),
            ("ZH4406O620002", .notDigit("O", position: 7)),
            ("ZH99060620002", .province("99")),
        ])
    func malformed(text: String, reason: UnitCodeFault.Reason) {
        let fault = UnitCodeFault(code: text, reason: reason)
        #expect(throws: StandardError.malformedUnitCode(fault)) {
            try ControlUnitCode(parsing: text)
        }
    }

    @Test("A malformed code is explained in both languages")
    func faultText() {
        let error = StandardError.malformedUnitCode(
            UnitCodeFault(code: "ZH44060640002", reason: .classDigit("4")))
        #expect(
            error.description
                == "The unit code \"ZH44060640002\" is malformed: its class digit is 4, expected 1 "
                + "(priority protection), 2 (key control) or 3 (general control). Write ZH, the "
                + "county code of six digits, the class digit and four digits, such as "
                + "ZH14010510001.")
        #expect(
            error.descriptionInChinese
                == "管控单元编码“ZH44060640002”不规范：分类位为 4，应为 1（优先保护）、2（重点管控）或 3（一般管控）。"
                + "应写作 ZH + 6 位县级代码 + 分类位 + 4 位顺序号，例如 ZH14010510001。")
    }

    @Test(
        "What is unusual about a code is a warning, not a fault",
        arguments: [
            (
                "ＺＨ４４０６０６２０００２",
                UnitCodeWarning.written(given: "ＺＨ４４０６０６２０００２", usual: "ZH44060620002")
            ),
            (" zh44060620002", .written(given: " zh44060620002", usual: "ZH44060620002")),
            ("HY44060620002", .prefix("HY", of: "HY44060620002", meaning: "海域")),
            ("XX44060620002", .prefix("XX", of: "XX44060620002", meaning: nil)),
            ("ZH44060020002", .notCounty("440600", of: "ZH44060020002")),
            ("ZH44060720002", .unknownCounty("440607", of: "ZH44060720002")),
        ])
    func warnings(text: String, warning: UnitCodeWarning) throws {
        let code = try ControlUnitCode(parsing: text, counties: ["440606"])
        #expect(code.warnings == [warning])
        #expect(warning.description.hasSuffix(".") && warning.descriptionInChinese.hasSuffix("。"))
        #expect(warning.description.contains(code.text))
        #expect(warning.descriptionInChinese.contains(code.text))
    }

    @Test(
        "A class is known in any written form",
        arguments: [
            ("优先保护单元", ControlUnitClass.priority), ("优先保护", .priority), ("优先", .priority),
            ("優先保護單元", .priority), ("優先", .priority), ("重点管控单元", .key), (" 重点 ", .key),
            ("重点管控区", .key), ("重點管控", .key), ("一般管控单元", .general), ("一般", .general),
            ("一般环境管控单元", .general), ("1", .priority), ("２", .key), ("3.0", .general),
            ("Ⅱ", .key), ("II", .key), ("③", .general), ("1-优先保护单元", .priority),
            ("重点管控单元（2）", .key), ("2类", .key), ("2级 重点", nil), ("priority", .priority),
            ("Key control unit", .key), ("1-重点管控", nil), ("4", nil), ("", nil), ("重点和一般", nil),
            ("非重点", nil), ("12", nil), ("一", nil),
        ] as [(String, ControlUnitClass?)])
    func classes(text: String, expected: ControlUnitClass?) {
        #expect(ControlUnitClass(parsing: text) == expected, "\(text)")
    }

    @Test("Every class reads back from its own names")
    func classNames() {
        for unitClass in ControlUnitClass.allCases {
            for text in [unitClass.name, unitClass.shortName, unitClass.nameInEnglish] {
                #expect(ControlUnitClass(parsing: text) == unitClass)
            }
        }
        #expect(ControlUnitClass.allCases.map(\.name) == ["优先保护单元", "重点管控单元", "一般管控单元"])
    }

    @Test(
        "A field is known by its header, whole, cut or with a suffix",
        arguments: [
            ("HJGKDYBM", [ZoningField.unitCode]), ("hjgkdybm", [.unitCode]),
            ("HJZHGKDYBM", [.unitCode]), ("HJGKDYBM_1", [.unitCode]), ("HJGKDYMC1", [.unitName]),
            ("ZHGKDYFL", [.unitClass]), ("STHJYSGKFQ", [.zoneCode, .zoneName]),
            ("环境管控单元编码", [.unitCode]), (" 环境管控单元名称 ", [.unitName]),
            ("环境管控单", [.unitCode, .unitName, .unitClass]),
            ("环境管", [.unitCode, .unitName, .unitClass]),
            ("县（市、区）", [.county]), ("AREA", [.county]), ("WRWPFGK", [.pollutantControl]),
            ("PWWPFGK", [.pollutantControl]), ("空间布局约", [.layoutConstraints]), ("COUNTYNAME", []),
            ("CODE", []), ("", []), ("KZDMQDJD", [.sectionStartLongitude]),
        ])
    func fields(header: String, expected: [ZoningField]) {
        #expect(ZoningField.fields(ofHeader: header) == expected, "\(header)")
    }

    @Test("Columns with cut names take what certain ones leave")
    func columns() {
        let headers = ["FID", "环境管控单", "环境管控单元编码", "ZHGKDYFL", "ZHGKDYFL_1"]
        #expect(
            ZoningField.columns(of: headers) == [.unitCode: 2, .unitName: 1, .unitClass: 3])
        #expect(ZoningField.columns(of: ["环境管", "环境管_1"])[.unitCode] == 0)
    }

    @Test("Every confirmed field name of the data specification is known")
    func specification() {
        let names = [
            "HJGKDYBM", "HJGKDYMC", "HJZHGKDYBM", "HJZHGKDYMC", "ZHGKDYFL", "HJYSGKFQBM",
            "HJYSGKFQMC", "STHJYSGKFQBM", "SHJGKFQBM", "SHJGKFQMC", "DQHJGKFQBM", "DQHJGKFQMC",
            "PROV", "CITY", "COUNTY", "AREA", "HJYS", "YSXL", "LYMC", "HDMC", "KZDMQDJD",
            "KZDMQDWD", "KZDMZDJD", "KZDMZDWD", "KJBJYS", "PWWPFGK", "WRWPFGK", "HJFXFK",
            "ZYKFXLYQ", "REMARKS", "REMARK", "MJ",
        ]
        for name in names { #expect(ZoningField.fields(ofHeader: name).count == 1, "\(name)") }
        #expect(ZoningField.allCases.allSatisfy { !$0.name.isEmpty })
    }

    @Test(
        "Worked examples: unit codes",
        .enabled(
            if: WorkedExamplesTests.file != nil || WorkedExamplesTests.isMandatory,
            "the standards folder is not here"))
    func examples() throws {
        for example in try Self.codeExamples() {
            let code = try? ControlUnitCode(parsing: example.code)
            #expect((code != nil) == (example.expected["valid"] as? Bool), "\(example.code)")
            #expect(code?.county == example.expected["admin"] as? String)
            #expect(code?.unitClass.name == example.expected["class"] as? String)
            #expect(code?.serial == example.expected["serial"] as? String)
        }
    }

    private static func codeExamples() throws -> [(code: String, expected: [String: Any])] {
        let own = try WorkedExamples.group("unit_code")
        #expect(own.count == 4)
        return try own.map {
            (try #require($0["inputs"] as? String), try #require($0["expected"] as? [String: Any]))
        }
    }
}
