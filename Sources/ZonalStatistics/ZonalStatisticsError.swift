public import Grids

/// Why statistics of a raster over an overlay could not be computed.
public enum ZonalStatisticsError: Error, Hashable, Sendable {
    /// The raster's cells are not those that the overlay was built for.
    case gridsDiffer(GridDifference)
    /// A weight is negative or infinite. Row and column count from 0.
    case weightOutOfRange(row: Int, column: Int, weight: Double)
    /// `frac` would give more columns than anyone can read.
    case tooManyClasses(limit: Int)
    /// A temporary file for values that do not fit the memory cannot be used.
    case noRoomForValues(cause: String)
}

extension ZonalStatisticsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .gridsDiffer(let difference):
            """
            The raster lies on another grid than the overlay: \(difference). Build an overlay for \
            this raster.
            """
        case .weightOutOfRange(let row, let column, let weight):
            """
            The weight in row \(row), column \(column) is \(weight), expected a number of 0 or \
            more. Mark cells without a weight as nodata.
            """
        case .tooManyClasses(let limit):
            """
            "frac" gives one column a class, but the raster has more than \(limit) different \
            values. Reclassify it first, or ask for "variety", percentiles or "share>LIMIT".
            """
        case .noRoomForValues(let cause):
            """
            The values of large zones go to a temporary file, but it cannot be used: \(cause). \
            Make room in the folder for temporary files, or allow more with --memory.
            """
        }
    }

    /// The same in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .gridsDiffer(let difference):
            "栅格与叠加文件的网格不同：\(difference.descriptionInChinese)。请按该栅格重新建立叠加文件。"
        case .weightOutOfRange(let row, let column, let weight):
            "第 \(row) 行第 \(column) 列（从 0 起数）的权重为 \(weight)，应为不小于 0 的数。没有权重的像元请设为 nodata。"
        case .tooManyClasses(let limit):
            "“frac”为每个类别输出一列，但栅格的不同取值超过 \(limit) 个。请先重分类，或改用 variety、百分位数或 share>LIMIT。"
        case .noRoomForValues(let cause):
            "大分区的像元值需写入临时文件，但无法使用：\(cause)。请在临时文件夹腾出空间，或用 --memory 允许更多内存。"
        }
    }
}
