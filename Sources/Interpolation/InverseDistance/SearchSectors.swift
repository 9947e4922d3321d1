import Foundation
import Geometry
import Grids

/// How the map around a target is divided before its nearest stations are taken: the given number
/// from each sector, so that a dense cluster on one side does not silence the other sides.
///
/// Sectors are counted clockwise from north; each holds its first direction and not its last: of
/// four the first runs from north up to east, of eight up to north-east. North is up in a projected
/// CRS; between longitudes and latitudes a direction is (Δλ cos φ, Δφ) with φ that of the target.
/// (ArcGIS's sector types, the quadrants of gdal_grid.)
public enum SearchSectors: Int, CaseIterable, Hashable, Sendable {
    case one = 1
    case four = 4
    case eight = 8

    /// The sector, from 0, of a station `east` and `north` of the target; 0 on the target.
    @inline(__always)
    func sector(east: Double, north: Double) -> Int {
        guard self != .one else { return 0 }
        let quarter: Int
        let isInSecondHalf: Bool
        if east >= 0 && north > 0 {
            (quarter, isInSecondHalf) = (0, east >= north)
        } else if east > 0 && north <= 0 {
            (quarter, isInSecondHalf) = (1, -north >= east)
        } else if east <= 0 && north < 0 {
            (quarter, isInSecondHalf) = (2, east <= north)
        } else if east < 0 {
            (quarter, isInSecondHalf) = (3, north >= -east)
        } else {
            return 0
        }
        return self == .four ? quarter : 2 * quarter + (isInSecondHalf ? 1 : 0)
    }
}

/// The stations' coordinates, to tell directions.
struct StationDirections: Sendable {
    let sectors: SearchSectors
    private let x: [Double]
    private let y: [Double]
    private let isFlat: Bool

    init(_ sectors: SearchSectors, _ stations: [StationValue], _ measure: DistanceMeasure) {
        self.sectors = sectors
        x = stations.map(\.coordinate.x)
        y = stations.map(\.coordinate.y)
        isFlat = measure.isFlat
    }

    /// The sectors of all stations around a target.
    func sectors(around target: Coordinate, into result: inout [Int]) {
        let scale = isFlat ? 1 : cos(target.y * (Double.pi / 180))
        for station in x.indices {
            var east = x[station] - target.x
            if !isFlat {
                east = east.truncatingRemainder(dividingBy: 360)
                if east >= 180 { east -= 360 } else if east < -180 { east += 360 }
            }
            result[station] = sectors.sector(east: east * scale, north: y[station] - target.y)
        }
    }
}
