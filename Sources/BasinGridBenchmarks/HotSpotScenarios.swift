import BasinGrid

/// Local statistics of made rasters, and the shapes of pieces.
let hotSpots = [
    Scenario(name: "GridLocalG, Gi* of 2000 × 2000, disc of 10 cells", repetitions: 7) { threads in
        let raster = noise(side: 2000)
        let statistic = GridLocalG(try .disc(radius: 10))
        return { _ = try statistic.scores(of: raster, threads: threads) }
    },
    Scenario(name: "GridLocalG, Gi* of 10000 × 10000, disc of 10 cells", repetitions: 1) {
        threads in
        let raster = noise(side: 10_000)
        let statistic = GridLocalG(try .disc(radius: 10))
        return { try statistic.bands(of: raster, threads: threads) { _, _ in } }
    },
    Scenario(
        name: "Permutations, 999 of 300 × 300 with 80 neighbours", repetitions: 3
    ) { threads in
        let raster = noise(side: 300)
        let links = GridLinks(
            rows: 300, columns: 300, neighbourhood: try .disc(radius: 5))
        let values = raster.values.map(Double.init)
        return {
            _ = Permutations(count: 999).localProbabilities(
                of: values, among: links, threads: threads)
        }
    },
    Scenario(name: "LocalMoran of 2000 × 2000, disc of 10 cells", repetitions: 3) { threads in
        let raster = noise(side: 2000)
        let links = GridLinks(
            rows: 2000, columns: 2000, neighbourhood: try .disc(radius: 10))
        let values = raster.values.map(Double.init)
        return { _ = LocalMoran().scores(of: values, among: links, threads: threads) }
    },
    Scenario(
        name: "PieceCutter, 400 zones with 0.6 M vertices in cells of 1/20 zone", repetitions: 3
    ) { threads in
        let zones = stars(400)
        let fishnet = try Fishnet(
            covering: zones, cellSizeInMetres: 4000, crs: nil, assumesPlane: true)
        let overlay = try Overlay(of: zones, on: fishnet.geometry, threads: threads)
        return {
            var cutter = PieceCutter(zones, on: fishnet)
            fishnet.forEachRow(over: overlay) { pieces in
                for piece in pieces { _ = cutter.polygons(of: piece) }
            }
        }
    },
]

/// Noise with a block that is a little higher.
private func noise(side: Int) -> Grid<Float> {
    var random = SeededNumbers(seed: 1)
    let block = side / 3..<side / 2
    var values: [Float] = []
    values.reserveCapacity(side * side)
    for row in 0..<side {
        for column in 0..<side {
            let base = Float.random(in: 20..<60, using: &random)
            values.append(block ~= row && block ~= column ? base + 3 : base)
        }
    }
    return Grid(
        geometry: GridGeometry(
            geotransform: Geotransform(
                originX: 0, columnStepX: 1, originY: Double(side), rowStepY: -1),
            rows: side, columns: side, crs: nil), values: values)
}

/// Jagged zones of about 80 km, side by side.
private func stars(_ count: Int) -> [Zone] {
    var random = SeededNumbers(seed: 2)
    return (0..<count).map { index in
        let (row, column) = index.quotientAndRemainder(dividingBy: 20)
        let centre = Coordinate(x: Double(column) * 80_000, y: Double(row) * 80_000)
        // A walk around a square, jagged inwards.
        let vertices = (0..<1500).map { vertex -> Coordinate in
            let (side, step) = vertex.quotientAndRemainder(dividingBy: 375)
            let along = Double(step) / 375 * 80_000 - 40_000
            let reach = 40_000 - Double.random(in: 0..<3000, using: &random)
            return switch side {
            case 0: Coordinate(x: centre.x + along, y: centre.y - reach)
            case 1: Coordinate(x: centre.x + reach, y: centre.y + along)
            case 2: Coordinate(x: centre.x - along, y: centre.y + reach)
            default: Coordinate(x: centre.x - reach, y: centre.y - along)
            }
        }
        return Zone(
            id: String(index), label: "", polygons: [Polygon(shell: Ring(vertices))],
            areaInSquareMetres: 0)
    }
}
