import Readings

extension StandardNode {
    /// The editions of a file of one subject: an object with the list `editions`, at least one.
    func editions<Edition>(
        _ body: (StandardNode) throws(StandardError) -> Edition
    ) throws(StandardError) -> [Edition] {
        try checkKeys(["subject", "status", "reference_state", "editions"])
        let list = try required("editions")
        let editions = try list.map(body)
        if editions.isEmpty { throw list.wrong("one edition or more", "至少一个版本") }
        return editions
    }
}

/// The editions of a file that is embedded in this module.
func embeddedEditions<Edition>(
    _ bytes: [UInt8], _ name: String,
    _ parse: (String, String) throws(StandardError) -> [Edition]
) -> [Edition] {
    do {
        return try parse(String(decoding: bytes, as: UTF8.self), name)
    } catch {
        // The files are part of the module and read by its tests: a fault of the build.
        preconditionFailure("an embedded file cannot be read: \(error)")
    }
}

/// The edition that is named; case, spaces and dashes do not matter.
///
/// - Parameter code: What an edition is called.
/// - Throws: `StandardError.unknownEdition`, which lists those there are.
func edition<Edition>(
    named name: String, among editions: [Edition], _ code: (Edition) -> String
) throws(StandardError) -> Edition {
    func key(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
    guard let own = editions.first(where: { key(code($0)) == key(name) }) else {
        throw .unknownEdition(name, known: editions.map(code))
    }
    return own
}
