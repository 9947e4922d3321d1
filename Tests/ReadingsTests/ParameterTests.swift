import Testing

@testable import Readings

@Suite("Parameters and headings")
struct ParameterTests {
    @Test(
        "A heading gives its parameter, with or without unit",
        arguments: [
            ("氨氮(mg/L)", "NH3N"), ("氨氮（㎎／Ｌ）", "NH3N"), ("NH3-N", "NH3N"), ("氨氮 mg/L", "NH3N"),
            ("总磷（以P计）", "TP"), ("总磷(以P计)(mg/L)", "TP"), ("总氮(湖、库,以N计)", "TN"),
            ("PM2.5", "PM2.5"), ("ＰＭ２．５", "PM2.5"), ("PM₂.₅", "PM2.5"), ("pm2_5", "PM2.5"),
            ("细颗粒物(PM2.5)", "PM2.5"), ("颗粒物(PM10,μg/m³)", "PM10"), ("PM2.5(µg/m³)", "PM2.5"),
            ("O3_8h", "O3_8h"), ("O3-8H", "O3_8h"), ("臭氧8小时", "O3_8h"), ("臭氧(8小时)", "O3_8h"),
            ("臭氧", "O3"), ("二氧化硫(μg/m3)", "SO2"), ("一氧化碳(mg/m3)", "CO"), ("pH", "PH"),
            ("pH(无量纲)", "PH"), ("pH值", "PH"), ("溶解氧", "DO"), ("RJY", "DO"), ("水温(℃)", "TEMP"),
            ("高锰酸盐指数", "CODMN"), ("CODMn", "CODMN"), ("CODCr", "COD"), ("化学需氧量", "COD"),
            ("五日生化需氧量", "BOD5"), ("铬(六价)", "CR6"), ("六价铬(mg/L)", "CR6"), ("氟化物(以F⁻计)", "F"),
            ("F", "F"), ("S", "S"), ("粪大肠菌群(个/L)", "FC"), ("电导率(μS/cm)", "EC"), ("浊度(NTU)", "TURB"),
            ("叶绿素α(mg/L)", "CHLA"), ("藻密度(cells/L)", "ALGAE"), ("透明度(m)", "SD"), ("AQI", "AQI"),
            ("氨氮\n(mg/L)", "NH3N"), ("阴离子表面活性剂", "LAS"), ("挥发酚", "VPHEN"), ("石油类", "OIL"),
            ("硫化物", "S"), ("氰化物", "CN"), ("汞", "HG"), ("镉", "CD"), ("铅", "PB"), ("砷", "AS"),
            ("硒", "SE"), ("铜", "CU"), ("锌", "ZN"),
        ])
    func finds(heading: String, code: String) {
        #expect(ParameterAliases.standard.code(for: heading)?.name == code)
    }

    @Test(
        "An unknown heading gives nothing",
        arguments: ["", "风速", "PM2.5(旧)", "氨氮(现场)", "f", "s", "PM1", "PM2.5_24h", "类别", "备注"])
    func unknown(heading: String) {
        #expect(ParameterAliases.standard.code(for: heading) == nil)
    }

    @Test("The unit of a heading is kept")
    func units() {
        let aliases = ParameterAliases.standard
        #expect(
            aliases.meaning(of: "CO(μg/m3)")
                == .parameter(.co, unit: .microgramsPerCubicMetre))
        #expect(aliases.meaning(of: "汞(ug/L)") == .parameter(.mercury, unit: .microgramsPerLitre))
        #expect(MeasureUnit.microgramsPerLitre.exponent(to: .milligramsPerLitre) == -3)
        #expect(MeasureUnit.microgramsPerLitre.exponent(to: .metres) == nil)
    }

    @Test(
        "Headings of places and times are known",
        arguments: [
            ("断面名称", PlaceColumn.name), ("站点编码", .code), ("监测时间", .time), ("备注", .remark),
            ("经度", .longitude), ("id", .code), ("date", .time), ("hour", .hour), ("type", .type),
            ("parameter", .parameter), ("value", .value), ("水质类别", .category), ("所属流域", .basin),
        ])
    func places(heading: String, column: PlaceColumn) {
        #expect(ParameterAliases.standard.meaning(of: heading) == .place(column))
    }

    @Test("Codes of data files become the codes of output")
    func canonical() {
        #expect(ParameterCode("PM2_5") == .pm25)
        #expect(ParameterCode("O3_8H") == .o3EightHours)
        #expect(ParameterCode("nh3n") == .ammonia)
        #expect(ParameterCode("NOx").name == "NOx")
        for code in ParameterCode.known { #expect(ParameterCode(code.name) == code) }
        #expect(Set(ParameterCode.known).count == ParameterCode.known.count)
    }

    @Test("No heading stands for two things")
    func unambiguous() {
        var seen: [String: String] = [:]
        for (code, headings) in HeadingList.standard.parameters {
            #expect(ParameterCode.known.contains(ParameterCode(code)), "\(code)")
            for key in Set(headings.map(ParameterAliases.key)) {
                #expect(seen[key] == nil, "\(key)")
                seen[key] = code
            }
        }
        for (column, headings) in HeadingList.standard.columns {
            for key in headings.map(ParameterAliases.key) {
                #expect(seen[key] == nil, "\(key)")
                seen[key] = column.rawValue
            }
        }
        #expect(seen.count > 300)
    }

    @Test("A job can add headings of its own")
    func adds() {
        let aliases = ParameterAliases.standard.adding(["NH₃浓度": .ammonia])
        #expect(aliases.code(for: "nh3浓度(mg/L)") == .ammonia)
    }

    @Test("Units in the ways they are written, and the power of ten to the parameter's own")
    func unitSpellings() throws {
        let cases: [(String, ParameterCode, Int)] = [
            ("㎎/L", .ammonia, 0), ("ｍｇ／Ｌ", .ammonia, 0), ("毫克/升", .ammonia, 0),
            ("μg/L", .mercury, -3), ("µg/L", .mercury, -3), ("ng/L", .mercury, -6),
            ("mg/m³", .pm25, 3), ("ug/m^3", .pm25, 0), ("㎍/㎥", .co, -3), ("g/L", .ammonia, 3),
            ("mg/m3", .chlorophyllA, -3), ("万个/L", .algae, 4), ("个/mL", .algae, 3),
            ("MPN/100mL", .faecalColiforms, 1), ("10^4cells/L", .algae, 4),
            ("mS/m", .conductivity, 1), ("mS/cm", .conductivity, 3), ("cm", .transparency, -2),
        ]
        for (text, code, exponent) in cases {
            let unit = try #require(MeasureUnit(parsing: text), "\(text)")
            let own = try #require(code.unit)
            #expect(unit.exponent(to: own) == exponent, "\(text)")
        }
        for text in ["ppb", "mol/kg", "mol/L", "x/y"] {
            #expect(MeasureUnit(parsing: text) == nil && MeasureUnit.looksLikeUnit(text))
        }
        for text in ["旧", "现场", "PM10", "以N计", "1小时", "湖、库"] {
            #expect(!MeasureUnit.looksLikeUnit(text), "\(text)")
        }
    }

    @Test("Parameters are found in titles and names of files")
    func inText() {
        let cases: [(String, [String])] = [
            ("太原市2026年3月PM2.5小时浓度(μg/m³)", ["PM2.5"]), ("O3_8h", ["O3_8h"]), ("2026_co", ["CO"]),
            ("氨氮", ["NH3N"]), ("臭氧日最大8小时平均", ["O3_8h"]), ("高锰酸盐指数和氨氮", ["CODMN", "NH3N"]),
            ("record", []), ("COUNTY", []), ("PM10与PM2.5", ["PM10", "PM2.5"]), ("铜川市", []),
        ]
        for (text, codes) in cases {
            let found = ParameterAliases.standard.parameters(in: text)
            #expect(found.map(\.code.name) == codes, "\(text)")
        }
        let bracketed = ParameterAliases.standard.parameters(in: "CO(μg/m3)小时值")
        #expect(bracketed.first?.unit == .microgramsPerCubicMetre)
    }
}
