public import Reports

/// Something that stops a command: what happened, where, what to do, in both languages, with the
/// kind that decides the exit code.
public struct Fault: Error, Hashable, Sendable {
    /// The exit codes of the command line (after BSD's sysexits).
    public enum Kind: Int32, Sendable {
        /// The command was called wrongly.
        case usage = 64
        /// The data is wrong: an unknown key, field or CRS, an empty layer, a damaged file.
        case data = 65
        /// An input is missing or unreadable.
        case input = 66
        /// A service cannot be reached.
        case service = 69
        /// A fault of BasinGrid itself.
        case software = 70
        /// An output cannot be created.
        case output = 73
        /// It may work another time: disk full, lock held, interrupted.
        case tryAgain = 75
    }

    public var kind: Kind
    public var text: LocalizedText

    public init(_ kind: Kind, zh: String, en: String) {
        self.kind = kind
        text = LocalizedText(zh: zh, en: en)
    }

    /// The fault that `error` amounts to. An error of a type that this package does not know is a
    /// fault of the software.
    public init(_ error: any Error) {
        switch error {
        case let fault as Fault: self = fault
        case let faults as Faults: self = faults.merged
        case let error as any FaultConvertible:
            self.init(error.faultKind, zh: error.descriptionInChinese, en: error.description)
        default:
            self.init(.software, zh: "程序内部错误：\(error)。", en: "Internal error: \(error).")
        }
    }
}

/// All faults that could be seen together; never empty.
public struct Faults: Error, Hashable, Sendable {
    public var all: [Fault]

    public init(_ all: [Fault]) {
        precondition(!all.isEmpty, "a list of faults holds at least one")
        self.all = all
    }

    /// The kind that all share, else `data`.
    public var kind: Fault.Kind {
        all.allSatisfy { $0.kind == all[0].kind } ? all[0].kind : .data
    }

    var merged: Fault {
        Fault(
            kind, zh: all.map(\.text.zh).joined(separator: "\n"),
            en: all.map(\.text.en).joined(separator: "\n"))
    }
}

/// An error of a module, with the kind of fault that it is for the command line.
public protocol FaultConvertible: Error {
    var faultKind: Fault.Kind { get }
    var description: String { get }
    var descriptionInChinese: String { get }
}

/// Gathers faults, so that one look at a job shows all of them.
final class FaultCollector {
    private(set) var faults: [Fault] = []

    func add(_ fault: Fault) {
        if !faults.contains(fault) { faults.append(fault) }
    }

    func add(_ kind: Fault.Kind = .data, zh: String, en: String) {
        add(Fault(kind, zh: zh, en: en))
    }

    /// The value of `body`, or `nil` and one more fault.
    func attempt<Value>(_ body: () throws -> Value) -> Value? {
        do {
            return try body()
        } catch let faults as Faults {
            faults.all.forEach(add)
        } catch {
            add(Fault(error))
        }
        return nil
    }

    func throwIfAny() throws {
        if !faults.isEmpty { throw Faults(faults) }
    }
}
