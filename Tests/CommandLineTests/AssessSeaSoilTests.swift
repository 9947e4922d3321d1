import Foundation
import TestSupport
import Testing

@Suite("assess sea and assess soil", .enabled(if: canRunTool, noTool))
struct AssessSeaSoilTests {
    @Test("The whole tables of the sea: points, and shares by points and by area")
    func sea() throws {
        try withWaterFixture { fixture in
            try fixture.write(
                "sea.csv",
                [
                    "点位编码,时间,溶解氧(mg/L),化学需氧量(mg/L),无机氮(mg/L),活性磷酸盐(mg/L),石油类(mg/L)",
                    "A,2026-05-10,6.8,1.2,0.18,0.012,0.02",
                    "B,2026-05-10,6.1,1.9,0.41,0.031,0.04",
                    "C,2026-05-10,6.0,2.0,0.20,0.015,0.05",
                ])
            try fixture.write("points.csv", ["code,area", "A,10", "B,20", "C,10", "D,5"])
            let result = try fixture.run([
                "sea", "--readings", "sea.csv", "--points", "points.csv", "--area-field", "area",
                "--period", "2026-05", "--groups", "groups.csv",
            ])
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output == """
                    id,edition,samples,items,class,limiting,main_pollutants,target,target_met,class_before,note
                    A,GB3097-1997,1,DO;COD;DIN;DIP;OIL,一类,,,,,,
                    B,GB3097-1997,1,DO;COD;DIN;DIP;OIL,四类,DIN;DIP,DIN(0.37);DIP(0.03),,,,
                    C,GB3097-1997,1,DO;COD;DIN;DIP;OIL,二类,DO,,,,,
                    D,GB3097-1997,0,,,,,,,,No readings in this period.

                    """)
            let groups = try String(
                contentsOf: fixture.folder.appending(path: "groups.csv"), encoding: .utf8)
            #expect(
                groups == """
                    kind,id,label,points,good_share,inferior_share,good_area_share,inferior_area_share,main_pollutants,good_before,good_change,edition,note
                    all,all,all,3,66.7,0.0,50.0,0.0,DIN(33.3%);DIP(33.3%),,,GB3097-1997,1 point(s) without class left out.

                    """)
        }
    }

    @Test("The whole tables of soil: land from the points, levels, shares by land")
    func soil() throws {
        try withWaterFixture { fixture in
            try fixture.write(
                "soil.csv",
                [
                    "点位编码,采样时间,pH,镉(mg/kg),砷(mg/kg),铅(mg/kg)", "A,2026-05-10,5.5,0.35,20,60",
                    "B,2026-05-10,6.0,0.35,20,60", "C,2026-05-10,,48,20,60", "D,2026-05-10,,1,1,1",
                ])
            try fixture.write(
                "points.csv", ["code,用地类型", "A,水田", "B,水田", "C,第一类用地", "D,林地"])
            let result = try fixture.run([
                "soil", "--readings", "soil.csv", "--points", "points.csv", "--groups",
                "groups.csv",
            ])
            #expect(result.status == 0, "\(result.errors)")
            let named = "\"\"\"林地\"\" is no kind of land: not assessed; --land names one.\""
            #expect(
                result.output == """
                    id,edition,land,samples,items,level,main_pollutants,note
                    A,GB15618-2018,水田,1,CD;AS;PB,超筛选值,CD(0.17),
                    B,GB15618-2018,水田,1,CD;AS;PB,未超筛选值,,
                    C,GB36600-2018,第一类用地,1,AS;CD;PB,超管制值,CD(1.40),
                    D,,林地,1,,,,\(named)

                    """)
            let groups = try String(
                contentsOf: fixture.folder.appending(path: "groups.csv"), encoding: .utf8)
            #expect(
                groups == """
                    kind,id,label,land,points,within_share,screening_share,intervention_share,main_pollutants,note
                    all,all,all,第一类用地,1,0.0,0.0,100.0,CD(100.0%),
                    all,all,all,水田,2,50.0,50.0,0.0,CD(50.0%),
                    all,all,all,all,3,33.3,33.3,33.3,CD(66.7%),1 point(s) not assessed.

                    """)
            #expect(result.errors.contains("No second source confirms the values of GB15618-2018."))
        }
    }

    @Test("An edition of soil that is named judges its own kinds of land alone")
    func soilEdition() throws {
        try withWaterFixture { fixture in
            try fixture.write(
                "soil.csv",
                [
                    "表1 土壤监测结果", "单位：mg/kg（pH无量纲）", "点位编码,采样时间,pH,镉", "A,2026-05-10,5.5,0.35",
                    "B,2026-05-10,6.0,21",
                ])
            try fixture.write("points.csv", ["code,用地类型", "A,水田", "B,第一类用地"])
            let arguments = ["soil", "--readings", "soil.csv", "--points", "points.csv"]
            let result = try fixture.run(arguments + ["--standard", "gb36600-2018"])
            #expect(result.status == 0, "\(result.errors)")
            #expect(
                result.output == """
                    id,edition,land,samples,items,level,main_pollutants,note
                    A,,水田,1,,,,GB36600-2018 is not for 水田: not assessed.
                    B,GB36600-2018,第一类用地,1,CD,超筛选值,CD(0.05),

                    """)
            let unknown = try fixture.run(arguments + ["--standard", "GB36600-2020"])
            #expect(unknown.status == 65)
            #expect(unknown.errors.contains("Known: GB15618-2018, GB36600-2018."))
        }
    }
}
