import Foundation
import Geometry

/// Finds the nearest of some places on the ellipsoid.
struct NearestStations {
    private let places: [Coordinate]
    /// Unit vectors of the places, for a first choice.
    private let vectors: [SIMD3<Double>]
    private let metres = GeodesicDistance()

    /// - Parameter places: CGCS2000 longitudes and latitudes.
    init(_ places: [Coordinate]) {
        self.places = places
        vectors = places.map(Self.vector)
    }

    /// Up to `count` of `candidates`, the nearest to the place `index` first, equally near ones in
    /// their order; itself is left out.
    ///
    /// - Complexity: O(candidates).
    func nearest(
        to index: Int, among candidates: [Int], count: Int, withinMetres limit: Double = .infinity
    ) -> [(index: Int, metres: Double)] {
        let own = vectors[index]
        var chords: [(index: Int, squared: Double)] = []
        // The largest of the `count` smallest chords so far.
        var smallest: [Double] = []
        for other in candidates where other != index {
            let step = vectors[other] - own
            let squared = (step * step).sum()
            chords.append((other, squared))
            if smallest.count < count {
                smallest.insert(squared, at: smallest.firstIndex { $0 > squared } ?? smallest.count)
            } else if let last = smallest.last, squared < last {
                smallest.removeLast()
                smallest.insert(squared, at: smallest.firstIndex { $0 > squared } ?? smallest.count)
            }
        }
        // A sphere's chords and the ellipsoid's lines differ by less than a hundredth: whatever could
        // be nearer is measured.
        let bound = (smallest.last ?? 0) * 1.03 + 1e-18
        let measured = chords.filter { $0.squared <= bound }.map { chord in
            (
                index: chord.index,
                metres: metres.distanceInMetres(from: places[index], to: places[chord.index])
            )
        }
        return Array(
            measured.filter { $0.metres <= limit }
                .sorted { ($0.metres, $0.index) < ($1.metres, $1.index) }.prefix(count))
    }

    /// The places in an order in which near ones stand near each other: along Morton's curve over
    /// longitude and latitude, equal ones in their order.
    var alongCurve: [Int] {
        func spread(_ degrees: Double) -> UInt64 {
            let clamped = degrees.isFinite ? min(max((degrees + 180) / 360, 0), 1) : 0
            var bits = UInt64(clamped * 0xFFFF)
            bits = (bits | bits << 8) & 0x00FF_00FF
            bits = (bits | bits << 4) & 0x0F0F_0F0F
            bits = (bits | bits << 2) & 0x3333_3333
            return (bits | bits << 1) & 0x5555_5555
        }
        let keys = places.map { spread($0.x) | spread($0.y) << 1 }
        return places.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }

    private static func vector(_ place: Coordinate) -> SIMD3<Double> {
        let (longitude, latitude) = (place.x * .pi / 180, place.y * .pi / 180)
        return SIMD3(
            cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude))
    }
}
