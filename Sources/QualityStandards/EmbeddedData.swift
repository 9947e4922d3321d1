import Foundation
import Readings

/// The value of a data file that was embedded when this module was built.
///
/// The files are part of the module and are read by its tests; a damaged one is a fault of the
/// build, not of any input.
func embedded<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8], _ name: String) -> Value {
    do {
        return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
        preconditionFailure("the embedded file \(name) cannot be read: \(error)")
    }
}

/// A decimal that a data file writes as text, so that it stays exactly as printed.
struct WrittenDecimal: Decodable {
    let value: DecimalValue

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value = try DecimalValue(parsing: container.decode(String.self))
    }
}

/// A date that a data file writes as `2026-03-01`.
struct WrittenDay: Decodable {
    let day: CivilDay

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        day = try TimeStamp(parsing: container.decode(String.self)).day
    }
}
