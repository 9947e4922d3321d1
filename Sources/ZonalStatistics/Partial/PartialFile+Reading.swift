import Grids
import SealedFiles

extension SealedFileReader {
    /// An Int64 from 0 to `limit`.
    func readNumber(
        _ what: String, upTo limit: Int = Int(Int32.max)
    ) throws(SealedFileError) -> Int {
        let number = try readInt64(what)
        guard number >= 0, number <= limit else { throw outOfRange(what, "\(number)") }
        return Int(number)
    }

    fileprivate func readCoded<Value: RawRepresentable>(
        _ what: String, as type: Value.Type
    ) throws(SealedFileError) -> Value where Value.RawValue == String {
        let text = try readString(what)
        guard let value = Value(rawValue: text) else { throw outOfRange(what, text) }
        return value
    }

    private func readStrings(_ what: String) throws(SealedFileError) -> [String] {
        let count = try readCount("number of \(what)", bytesEach: 8)
        var texts: [String] = []
        for _ in 0..<count { texts.append(try readString(what)) }
        return texts
    }

    // MARK: - Head

    func readPartialHead() throws(SealedFileError) -> PartialHead {
        let factCount = try readCount("number of facts", bytesEach: 16)
        var facts: [ZonalFact] = []
        for _ in 0..<factCount {
            facts.append(ZonalFact(try readString("fact name"), try readString("fact value")))
        }
        let cut = try readCoded("cut", as: ZonalPart.Cut.self)
        let number = try readNumber("part number")
        let count = try readNumber("number of parts", upTo: ZonalPart.mostParts)
        guard number >= 1, number <= count else { throw outOfRange("part number", "\(number)") }
        let part = ZonalPart(number, of: count, by: cut)
        let statistics = try readStrings("statistic")
        let definition = try readCoded("quantile definition", as: QuantileDefinition.self)
        let passCount = try readCount("number of passes", bytesEach: 97)
        var passes: [PartialHead.PassHead] = []
        for _ in 0..<passCount { passes.append(try readPass()) }
        let bandCount = try readCount("number of bands", bytesEach: 40)
        var bands: [ZonalJob.Band] = []
        for _ in 0..<bandCount { bands.append(try readBand(passes)) }
        for pass in passes where pass.bandCount > bands.count {
            throw outOfRange("bands of a pass", "\(pass.bandCount)")
        }
        let zoneCount = try readNumber("number of zones")
        let first = try readNumber("first zone", upTo: zoneCount)
        let held = try readCount("zones of the part", bytesEach: 8)
        let expected = part.range(of: zoneCount, by: .zones)
        guard expected == first..<first + held else {
            throw outOfRange("zones of the part", "\(held) from \(first) on")
        }
        let columns = try readStrings("column")
        let (rows, areas) = try readRows(columns, held, passes.count)
        return PartialHead(
            facts: facts, part: part, statistics: statistics, quantileDefinition: definition,
            bands: bands, passes: passes, zoneCount: zoneCount, zones: expected, rows: rows,
            zoneAreasInCells: areas)
    }

    private func readRows(
        _ columns: [String], _ count: Int, _ passes: Int
    ) throws(SealedFileError) -> (ZoneRows, [[Double]]) {
        var rows = ZoneRows(columns: columns, texts: [], areasInSquareMetres: [])
        var areas = [[Double]](repeating: [], count: passes)
        for _ in 0..<count {
            var texts: [String?] = []
            for name in columns {
                texts.append(try readBool(name) ? try readString(name) : nil)
            }
            rows.texts.append(texts)
            rows.areasInSquareMetres.append(try readDouble("area"))
            for pass in 0..<passes { areas[pass].append(try readDouble("area in cells")) }
        }
        return (rows, areas)
    }

    private func readPass() throws(SealedFileError) -> PartialHead.PassHead {
        let code = try readUInt8("role")
        guard let role = ZonalJob.Role(rawValue: code) else { throw outOfRange("role", "\(code)") }
        var numbers: [Double] = []
        for _ in 0..<6 { numbers.append(try readDouble("geotransform")) }
        let transform = Geotransform(
            originX: numbers[0], columnStepX: numbers[1], rowStepX: numbers[2],
            originY: numbers[3], columnStepY: numbers[4], rowStepY: numbers[5])
        guard numbers.allSatisfy(\.isFinite), !transform.isRotated, numbers[1] != 0,
            numbers[5] != 0
        else { throw outOfRange("geotransform", "\(numbers)") }
        var counts: [Int] = []
        for what in [
            "rows", "columns", "cells a value cell", "bands of a pass", "rows of tiles",
            "columns of tiles",
        ] {
            let count = try readNumber(what)
            guard count > 0 else { throw outOfRange(what, "\(count)") }
            counts.append(count)
        }
        return PartialHead.PassHead(
            role: role, transform: transform, rows: counts[0], columns: counts[1],
            cellsPerValueCell: counts[2], bandCount: counts[3], tileRows: counts[4],
            tileColumns: counts[5])
    }

    private func readBand(
        _ passes: [PartialHead.PassHead]
    ) throws(SealedFileError) -> ZonalJob.Band {
        let name = try readString("band name")
        func place(_ what: String, isOptional: Bool) throws(SealedFileError) -> (Int?, Int) {
            let pass = try readInt64("pass of \(what)")
            let band = try readInt64("band of \(what)")
            if isOptional, pass == -1, band == 0 { return (nil, 0) }
            guard pass >= 0, pass < passes.count, band >= 0,
                band < passes[Int(pass)].bandCount
            else { throw outOfRange(what, "pass \(pass), band \(band)") }
            return (Int(pass), Int(band))
        }
        let (pass, band) = try place("band", isOptional: false)
        let (weightedPass, weightedBand) = try place("weighted band", isOptional: true)
        guard passes[pass ?? 0].role != .weighted,
            passes[weightedPass ?? pass ?? 0].role != .plain || weightedPass == nil
        else { throw outOfRange("pass of a band", "one that does not answer for it") }
        return ZonalJob.Band(
            name: name, pass: pass ?? 0, band: band, weightedPass: weightedPass,
            weightedBand: weightedBand)
    }
}
