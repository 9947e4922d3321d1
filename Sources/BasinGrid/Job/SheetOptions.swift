import Foundation
import GeoFiles
import Readings

extension ReadingTableOptions {
    /// The same with what the file says of a table: its sheet, its calendar, and when it was last
    /// changed, for times that write no year.
    func reading(_ table: Table) -> ReadingTableOptions {
        var options = self
        options.sheet = table.sheet.isEmpty ? nil : table.sheet
        options.countsDaysFrom1904 = table.countsDaysFrom1904
        options.modified = modificationTime(of: table.path)
        return options
    }
}

/// When a file was last changed, in China's time; `nil` for what is no plain file.
private func modificationTime(of path: String) -> TimeStamp? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let date = attributes?[.modificationDate] as? Date else { return nil }
    let minutes = Int((date.timeIntervalSince1970 / 60).rounded(.down)) + 8 * 60
    return TimeStamp(minutes: Int32(clamping: minutes))
}
