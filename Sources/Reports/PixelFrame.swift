import Foundation
import Geometry

/// A place on the drawing in pixels, y down.
struct Pixel: Hashable {
    var x: Double
    var y: Double
}

/// The way from map coordinates to pixels: north up, the same scale on both axes.
struct PixelFrame {
    let box: BoundingBox
    let width: Double
    let height: Double
    /// Pixels a unit of x and of y; they differ for degrees only.
    let scaleX: Double
    let scaleY: Double
    private let left: Double
    private let top: Double

    /// The frame of `width` × `height` pixels that shows all of `box` in its middle, `margin`
    /// pixels inside the edges.
    init(showing box: BoundingBox, aspect: Double, width: Double, height: Double, margin: Double) {
        // A lone point still needs a scale.
        let box = box.width == 0 && box.height == 0 ? box.expanded(by: 1) : box
        let extent = max(box.width * aspect, box.height)
        let innerWidth = max(width - 2 * margin, 1)
        let innerHeight = max(height - 2 * margin, 1)
        let scale = min(
            innerWidth / max(box.width * aspect, extent * 1e-6),
            innerHeight / max(box.height, extent * 1e-6))
        self.box = box
        self.width = width
        self.height = height
        scaleX = scale * aspect
        scaleY = scale
        left = width / 2 - box.centre.x * scaleX
        top = height / 2 + box.centre.y * scaleY
    }

    /// How much shorter a degree of longitude is than one of latitude at the middle of `box`.
    static func aspect(of box: BoundingBox, unit: MapDocument.Unit) -> Double {
        switch unit {
        case .metres: 1
        case .degrees: max(cos(box.centre.y * .pi / 180), 0.01)
        }
    }

    func pixel(_ coordinate: Coordinate) -> Pixel {
        Pixel(x: left + coordinate.x * scaleX, y: top - coordinate.y * scaleY)
    }

    func pixels(_ coordinates: [Coordinate]) -> [Pixel] {
        coordinates.compactMap { $0.isFinite ? pixel($0) : nil }
    }

    /// What the frame shows, in map coordinates.
    var visibleBox: BoundingBox {
        BoundingBox(
            minX: -left / scaleX, minY: (top - height) / scaleY,
            maxX: (width - left) / scaleX, maxY: top / scaleY)
    }
}
