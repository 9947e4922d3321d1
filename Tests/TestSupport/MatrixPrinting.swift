/// `values` as rows of text, for the message of a failing comparison of grids.
public func matrix(_ values: [Double], columns: Int) -> String {
    stride(from: 0, to: values.count, by: columns).map { start in
        values[start..<min(start + columns, values.count)].map { "\($0)" }.joined(separator: "  ")
    }.joined(separator: "\n")
}
