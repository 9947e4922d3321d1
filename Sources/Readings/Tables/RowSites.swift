/// The sites of rows, found by the bytes of their cells; a row often has the site of the one before.
struct RowSites: Sendable {
    private var table = ByteTable()
    private var lastText: [UInt8] = []
    private var last = 0
    /// Names that were met in rows of readings.
    private var names = ByteTable()
    private var lastName: [UInt8] = []
    /// Sites whose names need not be looked at again.
    private var isNamed: [Bool] = []

    init() {}

    /// The site of a row by its cell and that of its name; `nil` for texts not met before.
    @inline(__always)
    mutating func site(
        _ cell: UnsafeBufferPointer<UInt8>, name: UnsafeBufferPointer<UInt8>?
    ) -> Int? {
        if let name, !isSame(name, lastName) {
            guard name.isEmpty || names.number(of: name) != nil else { return nil }
            lastName.removeAll(keepingCapacity: true)
            lastName += name
        }
        if !cell.isEmpty && isSame(cell, lastText) { return last }
        guard let number = table.number(of: cell) else { return nil }
        lastText.removeAll(keepingCapacity: true)
        lastText += cell
        last = number
        return number
    }

    /// Remembers the site and the name of a row that was read as text.
    mutating func learn(
        _ cell: UnsafeBufferPointer<UInt8>, name: UnsafeBufferPointer<UInt8>?,
        from builder: ReadingSetBuilder
    ) {
        let text = normalisedText(String(decoding: cell, as: UTF8.self))
        guard !text.isEmpty, let site = builder.knownIndex(ofSite: text) else { return }
        if table.number(of: cell) == nil { table.insert(cell, site) }
        if let name, names.number(of: name) == nil { names.insert(name, 0) }
    }

    /// Gives `site` the name that stands in `cell`, unless it has one.
    mutating func name(
        _ site: Int, _ cell: UnsafeBufferPointer<UInt8>, in builder: inout ReadingSetBuilder
    ) {
        if cell.isEmpty || (site < isNamed.count && isNamed[site]) { return }
        let text = normalisedText(String(decoding: cell, as: UTF8.self))
        if !text.isEmpty { builder.name(site, text) }
        if builder.hasName(site) {
            while isNamed.count <= site { isNamed.append(false) }
            isNamed[site] = true
        }
    }
}
