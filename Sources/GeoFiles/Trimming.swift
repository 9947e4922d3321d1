import Foundation

extension String {
    /// Without white space at its ends.
    ///
    /// Cells of tables are many and hardly ever have any: what begins and ends with a visible ASCII
    /// character is returned as it is.
    var trimmed: String {
        guard let first = utf8.first, let last = utf8.last else { return self }
        let visible: ClosedRange<UInt8> = 0x21...0x7E
        if visible.contains(first), visible.contains(last) { return self }
        return trimmingCharacters(in: .whitespaces)
    }
}
