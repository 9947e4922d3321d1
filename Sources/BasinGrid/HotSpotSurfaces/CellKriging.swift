import Coverage
import GeoFiles
import Geometry
import HotSpots
import Interpolation
import Reports

/// The mean of the kriged surface in every cell, straight from stations, with its standard error:
/// block kriging over 4 × 4 places a cell.
///
/// One shape of the variogram serves all periods: it is fitted to values standardised period by
/// period, and its sills are multiplied by each period's variance. A given model is used as it is.
struct CellKriging {
    /// `auto`, or a model.
    let variogram: String
    let places: [Coordinate]
    let cells: [FishnetCell]
    let measure: DistanceMeasure
    let threads: Int

    /// How many rows and columns of places stand for a cell.
    private static let placesAcross = 4

    /// - Parameters:
    ///   - variogram: `auto`, or a model.
    ///   - places: Of the stations, in the CRS of the cells; every period has a value or NaN for
    ///     each.
    ///   - name: What the stations are called in messages.
    init(
        variogram: String, places: [Coordinate], name: String, cells: [FishnetCell],
        crs: CoordinateReferenceSystem?, threads: Int
    ) throws {
        guard places.count > 1 else {
            throw Fault(
                .data, zh: "\(name)：有坐标的站点不足 2 个，不能克里金插值。",
                en: "\(name): fewer than 2 stations have a place, which kriging needs.")
        }
        self.variogram = variogram
        self.places = places
        self.cells = cells
        measure = try DistanceMeasure(for: crs, assumesPlane: crs == nil)
        self.threads = threads
    }

    /// The means of every period and their standard errors.
    ///
    /// - Parameters:
    ///   - values: Period by period a value a station, NaN for none.
    ///   - fitted: How many periods, from the first, a variogram of `auto` is fitted to: a period's
    ///     figures do not change with what it is compared with.
    func estimates(
        of values: [[Double]], fittedTo fitted: Int, _ notes: inout [LocalizedText]
    ) throws -> [(means: [CellMean], errors: [Double])] {
        let variances = values.map { field -> Double in
            let variance = ValueMoments(of: field).variance
            return variance > 0 ? variance : 1
        }
        let isFitted = variogram == "auto"
        let model: VariogramModel
        if isFitted {
            let (empirical, _) = try EmpiricalVariogram.pooled(
                Array(values.prefix(fitted)), at: places, measure: measure)
            let selection = VariogramSelection(of: empirical)
            model = selection.model
            notes += zip(
                selection.descriptionInChinese.split(separator: "\n"),
                selection.description.split(separator: "\n")
            ).map { LocalizedText(String($0), String($1)) }
        } else {
            model = try VariogramModel(text: variogram)
        }
        let kriging = try ZoneKriging(
            model: model, stations: places, measure: measure, zones: cells.map(Self.places),
            threads: threads)
        let estimates = kriging.estimates(
            values, scales: isFitted ? variances : nil, threads: threads)
        return estimates.map { period in
            let means = period.means.map {
                $0.isNaN ? CellMean.missing : CellMean(value: $0, validShare: 1)
            }
            return (means, period.variances.map { $0.squareRoot() })
        }
    }

    static func places(of cell: FishnetCell) -> ZoneCells {
        let count = placesAcross
        let (width, height) = (cell.box.width / Double(count), cell.box.height / Double(count))
        var centres: [Coordinate] = []
        for row in 0..<count {
            for column in 0..<count {
                centres.append(
                    Coordinate(
                        x: cell.box.minX + (Double(column) + 0.5) * width,
                        y: cell.box.minY + (Double(row) + 0.5) * height))
            }
        }
        return ZoneCells(
            centres: centres, weights: [Double](repeating: 1, count: centres.count))
    }
}
