import Foundation
import TestSupport
import Testing

/// A fault planted in the sample job, what the tool says of it, and its exit code.
struct PlantedFault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var status: Int32
    var english: [String]
    var chinese: [String] = []
    var plant: @Sendable (SampleJob) throws -> Void

    init(
        _ name: String, exit status: Int32, says english: [String], inChinese chinese: [String],
        _ plant: @escaping @Sendable (SampleJob) throws -> Void
    ) {
        testDescription = name
        self.status = status
        self.english = english
        self.chinese = chinese
        self.plant = plant
    }
}

@Suite("run: what stops a job", .enabled(if: canRunTool, noTool))
struct RunFailureTests {
    static let faults: [PlantedFault] = [
        PlantedFault(
            "an unknown key names its line and the nearest key", exit: 65,
            says: ["job.yaml, line 27: unknown key \"hotspot\". Did you mean \"hotspots\"?"],
            inChinese: ["job.yaml 第 27 行：未知的键 “hotspot”，是否应为 “hotspots”？"]
        ) { try $0.edit("hotspots: {", "hotspot: {") },
        PlantedFault(
            "an unknown key inside an entry names its path", exit: 65,
            says: [
                "line 10: unknown key \"zones[0].lable\". Did you mean \"label\"?",
                "Known keys: path, layer, where, encoding, crs, name, id, label, kind.",
            ], inChinese: ["第 10 行：未知的键 “zones[0].lable”，是否应为 “label”？"]
        ) { try $0.edit("id: HJGKDYBM, label:", "id: HJGKDYBM, lable:") },
        PlantedFault(
            "a key that is known but not served says so", exit: 65,
            says: [
                "line 29: the key \"zonal.weights\" is valid, but this version does not serve it "
                    + "yet. Remove it to run the rest."
            ], inChinese: ["第 29 行：键 “zonal.weights” 有效，但此版本尚不支持。请删去该键后再运行。"]
        ) { try $0.edit("zonal: {", "zonal: {weights: area, ") },
        PlantedFault(
            "a series of zones that the job has not names the nearest", exit: 65,
            says: [
                "line 28: \"series.zones\" is \"区县界\", but the job has no zone layer of that name. "
                    + "Did you mean \"区县\"?"
            ], inChinese: ["第 28 行：“series.zones” 为 “区县界”，任务没有该区域图层，是否应为 “区县”？"]
        ) { try $0.edit("zones: 区县, every", "zones: 区县界, every") },
        PlantedFault(
            "settings of a series are named as the job's keys", exit: 65,
            says: ["line 28: \"series\": variogram and variogram_scale go with kriging."],
            inChinese: ["第 28 行：“series”：variogram 与 variogram_scale 只用于 kriging。"]
        ) {
            try $0.edit(
                "every: day, exceed: 60",
                "every: day, method: idw, variogram: 'spherical,psill=9,range=60000'")
        },
        PlantedFault(
            "a value that is none of the choices lists them", exit: 65,
            says: [
                "line 7: \"compare\" is \"decade\", expected year, month, none, "
                    + "[year, month] or a list of periods"
            ], inChinese: ["第 7 行：“compare” 的值为 “decade”，应为year、month、none、[year, month] 或时段列表"]
        ) { try $0.edit("compare: year", "compare: decade") },
        PlantedFault(
            "a missing input is named", exit: 66,
            says: ["counties.shp\" does not exist. Check the path."],
            inChinese: ["counties.shp”不存在，请检查路径。"]
        ) { job in
            for part in ["shp", "shx", "dbf", "prj"] { try job.remove("counties.\(part)") }
        },
        PlantedFault(
            "a missing .shx is named", exit: 66,
            says: ["counties.shp\" is incomplete", "counties.shx\" is missing"],
            inChinese: ["counties.shp”不完整", "缺少“", "counties.shx”"]
        ) { try $0.remove("counties.shx") },
        PlantedFault(
            "no readings under a pattern name the line and the pattern", exit: 66,
            says: ["line 21: no file of readings matches \"wind/*.csv\"", "Check the path."],
            inChinese: ["第 21 行：没有与 “wind/*.csv” 匹配的监测数据文件"]
        ) { try $0.edit("air/*.csv", "wind/*.csv") },
        PlantedFault(
            "an unknown field names the nearest", exit: 65,
            says: [
                "Field \"CODES\" not found in layer \"counties\"", "Did you mean \"CODE\"?",
                "It has: \"CODE\", \"NAME\", \"CITY\".",
            ], inChinese: ["没有字段“CODES”", "是否为“CODE”？", "现有字段：“CODE”、“NAME”、“CITY”"]
        ) { try $0.edit("id: CODE,", "id: CODES,") },
        PlantedFault(
            "an unknown CRS says how to write one", exit: 65,
            says: [
                "\"EPSG:999999\" names no coordinate reference system. Write it as EPSG:4547"
            ], inChinese: ["“EPSG:999999”不是可识别的坐标系，请写成 EPSG:4547 的形式"]
        ) { try $0.edit("crs: EPSG:4547", "crs: EPSG:999999") },
        PlantedFault(
            "data without a CRS say what their numbers look like", exit: 65,
            says: ["counties.shp\" names no coordinate reference system", "--assume-crs EPSG:N"],
            inChinese: ["counties.shp”没有坐标系信息", "--assume-crs EPSG:N"]
        ) { try $0.remove("counties.prj") },
        PlantedFault(
            "a cut shapefile is damaged", exit: 65, says: ["control_units.shp\"", "is damaged"],
            inChinese: ["control_units.shp”", "已损坏"]
        ) { job in
            let whole = try Data(contentsOf: job.file("control_units.shp"))
            try whole.prefix(whole.count / 2).write(to: job.file("control_units.shp"))
        },
        PlantedFault(
            "a cut workbook is damaged", exit: 65, says: ["water.xlsx\"", "is damaged"],
            inChinese: ["water.xlsx”", "已损坏"]
        ) { job in
            let whole = try Data(contentsOf: job.file("water.xlsx"))
            try whole.prefix(whole.count / 2).write(to: job.file("water.xlsx"))
        },
        PlantedFault(
            "a zone layer without features is empty", exit: 65,
            says: ["Layer \"counties\" of", "counties.gpkg\" has no features"],
            inChinese: ["counties.gpkg”的图层“counties”没有要素"]
        ) { try $0.rewrite("counties") { $0.features = [] } },
        PlantedFault(
            "codes that stand twice are listed with their features", exit: 65,
            says: ["140105"], inChinese: ["140105"]
        ) { job in
            try job.rewrite("counties") { layer in
                layer.features[1].attributes[0] = layer.features[0].attributes[0]
            }
        },
        PlantedFault(
            "an unknown parameter names the nearest", exit: 65,
            says: ["line 27: unknown parameter \"PM2.6\". Did you mean \"PM2.5\"?"],
            inChinese: ["第 27 行：未知的监测项目 “PM2.6”，是否应为 “PM2.5”？"]
        ) { try $0.edit("hotspots: {parameter: PM2.5", "hotspots: {parameter: PM2.6") },
        PlantedFault(
            "a job file that is no YAML is refused", exit: 65, says: ["is not valid YAML"],
            inChinese: ["不是有效的 YAML"]
        ) { try "zones: [".write(to: $0.file("job.yaml"), atomically: true, encoding: .utf8) },
        PlantedFault(
            "a missing job file is an input", exit: 66,
            says: ["Cannot read the job file job.yaml: it is missing or not readable."],
            inChinese: ["无法读取任务文件 job.yaml"]
        ) { try $0.remove("job.yaml") },
        PlantedFault(
            "a raster too large for the memory says so before it begins", exit: 65,
            says: ["more than --memory 1.0 GiB. Choose a larger cell, or raise --memory."],
            inChinese: ["超过 --memory 1.0 GiB。请加大单元，或提高 --memory。"]
        ) { try $0.edit("method: idw, cell: 500m", "method: idw, cell: 5m") },
    ]

    @Test("Each fault has its message, its exit code and leaves no output", arguments: faults)
    func stops(_ fault: PlantedFault) throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent)
            try fault.plant(job)
            let before = try entries(of: parent)
            let english = try job.tool("run", "job.yaml", "-o", "../out")
            #expect(english.status == fault.status, "\(english.errors)")
            for part in fault.english { expect(english.errors, says: part) }
            #expect(english.output.isEmpty)
            let chinese = try job.tool("run", "job.yaml", "-o", "../out", "--lang", "zh")
            #expect(chinese.status == fault.status)
            for part in fault.chinese { expect(chinese.errors, says: part) }
            // Neither the folder nor a hidden part of it.
            #expect(try entries(of: parent) == before)
        }
    }

    private func expect(_ text: String, says part: String) {
        #expect(text.contains(part), "expected “\(part)” in:\n\(text)")
    }

    // MARK: - Output

    @Test("An output that exists is refused without --overwrite and replaced with it")
    func existingOutput() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            #expect(try job.tool("run", "job.yaml", "-o", "../out").status == 0)
            let record = parent.appending(path: "out/run.json")
            let first = try Data(contentsOf: record)
            let again = try job.tool("run", "job.yaml", "-o", "../out")
            #expect(again.status == 73)
            expect(again.errors, says: "exists. Pass --overwrite to replace it, or name another")
            let chinese = try job.tool("run", "job.yaml", "-o", "../out", "--lang", "zh")
            expect(chinese.errors, says: "已存在。请加 --overwrite 覆盖，或用 -o 指定另一个。")
            #expect(try Data(contentsOf: record) == first)
            try job.edit("name: 太原市", "name: 另一个任务")
            #expect(try job.tool("run", "job.yaml", "-o", "../out", "--overwrite").status == 0)
            #expect(try Data(contentsOf: record) != first)
            #expect(try entries(of: parent) == ["job", "out"])
        }
    }

    @Test("A folder that no run wrote is never replaced", arguments: [true, false])
    func foreignFolder(overwrite: Bool) throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            let mine = parent.appending(path: "photos")
            try FileManager.default.createDirectory(at: mine, withIntermediateDirectories: false)
            try Data("mine".utf8).write(to: mine.appending(path: "cat.jpg"))
            let options = overwrite ? ["--overwrite"] : []
            let result = try runTool(
                ["run", "job.yaml", "-o", "../photos"] + options, in: job.folder)
            #expect(result.status == 73)
            expect(result.errors, says: "holds 1 entries and no run.json")
            expect(result.errors, says: "will not be replaced. Name another with -o.")
            #expect(try files(below: mine) == ["cat.jpg"])
            #expect(try entries(of: parent) == ["job", "photos"])
        }
    }

    @Test("A folder that cannot be made stops the job")
    func impossibleFolder() throws {
        try withTemporaryFolder { parent in
            let job = try SampleJob(in: parent, isSmall: true)
            try Data("a file".utf8).write(to: parent.appending(path: "plain"))
            let inFile = try job.tool("run", "job.yaml", "-o", "../plain/out")
            #expect(inFile.status == 73)
            expect(inFile.errors, says: "Cannot create a folder in")
            let asFile = try job.tool("run", "job.yaml", "-o", "../plain", "--overwrite")
            #expect(asFile.status == 73)
            expect(asFile.errors, says: "is a file, expected a folder. Name another with -o.")
            #expect(try entries(of: parent) == ["job", "plain"])
        }
    }

    // MARK: - Usage

    @Test(
        "Wrong usage exits with 64 and says what is expected",
        arguments: [
            (["run"], "Missing expected argument"),
            (["run", "job.yaml", "--treads", "2"], "Unknown option '--treads'"),
            (
                ["run", "job.yaml", "--threads", "0"],
                "--threads is 0, expected a number of at least 1"
            ),
            (
                ["run", "job.yaml", "--memory", "much"],
                "--memory is \"much\", expected a size such as"
            ),
            (["run", "job.yaml", "--lang", "fr"], "'fr' is invalid for '--lang <zh|en>'"),
            (["run", "job.yaml", "-q", "-v"], "--quiet and --verbose exclude each other"),
            (["run", "job.yaml", "--dry-run", "-o", "-"], "which standard output cannot take"),
            (["zonal", "--zones", "counties.shp", "--id-field", "CODE"], "--raster"),
            (["interpolate", "--stations", "stations.csv"], "-o"),
            (["inspect", "counties.shp", "-o", "facts.txt"], "must end in .json"),
            (["inspekt", "counties.shp"], "inspekt"),
        ])
    func wrongUsage(_ arguments: [String], _ message: String) throws {
        let result = try runTool(arguments, in: TestFolders.dataset("taiyuan"))
        #expect(result.status == 64, "\(result.errors)")
        expect(result.errors, says: message)
        #expect(result.output.isEmpty)
    }
}
