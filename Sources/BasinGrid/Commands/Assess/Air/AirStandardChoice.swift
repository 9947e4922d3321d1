import QualityStandards
import Readings

/// By which editions of the air standard a request is judged: those in force, one that is named, or
/// those of a user's file.
struct AirStandardChoice: Sendable {
    private enum Source: Sendable {
        case inForce
        case named(String)
        case file(String, [AirStandard])
    }

    private let source: Source

    /// The editions in force.
    static let inForce = AirStandardChoice(source: .inForce)

    private init(source: Source) { self.source = source }

    /// - Parameters:
    ///   - name: An edition, a file of limits (`.json`, or whatever exists), `auto` or `nil`.
    ///   - resolve: Where a path as written lies.
    /// - Throws: `Fault` of kind `input` for a file that is missing, `StandardError` for one that is
    ///   damaged. A name is looked up by `edition(on:)`.
    init(_ name: String?, resolve: (String) -> String = { $0 }) throws {
        guard let name, name.lowercased() != "auto" else {
            source = .inForce
            return
        }
        guard let file = try standardFile(resolve(name), isNamed: name) else {
            source = .named(name)
            return
        }
        let own = try AirStandard.editions(parsing: file.text, file: file.path)
        source = .file(file.path, own)
    }

    /// The file that the editions are from; `nil` for BasinGrid's own.
    var path: String? {
        if case .file(let path, _) = source { return path }
        return nil
    }

    /// The edition that judges what ends on `day` whole.
    ///
    /// - Throws: `StandardError.unknownEdition`.
    func edition(on day: CivilDay) throws -> AirStandard {
        switch source {
        case .inForce: AirStandard.edition(inForceOn: day)
        case .named(let name): try AirStandard.edition(named: name, on: day)
        case .file(_, let own): AirStandard.edition(inForceOn: day, among: own)
        }
    }

    /// The editions among which each day finds its own: one that is named judges the days too.
    ///
    /// - Throws: `StandardError.unknownEdition`.
    func dailyEditions(on day: CivilDay) throws -> [AirStandard] {
        switch source {
        case .inForce: AirStandard.editions
        case .named: [try edition(on: day)]
        case .file(_, let own): own
        }
    }
}
