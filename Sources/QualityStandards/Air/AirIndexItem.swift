public import Readings

/// A concentration that has an index of its own: a parameter over an averaging time.
public struct AirIndexItem: Hashable, Sendable {
    /// What the concentration is averaged over.
    public enum Averaging: String, Hashable, Sendable, CaseIterable {
        case hour = "1h"
        /// The 8-hour moving mean, or its largest of a day: ozone only.
        case eightHours = "8h"
        /// The daily mean, or the moving mean of 24 hours.
        case day = "24h"
    }

    /// The pollutant: ozone is `O3` over an hour and `O3_8h` over eight.
    public let parameter: ParameterCode
    public let averaging: Averaging

    public init(_ parameter: ParameterCode, _ averaging: Averaging) {
        self.parameter = parameter
        self.averaging = averaging
    }

    /// The item of a code: `PM2.5_24h`, `SO2_1h`, `O3_8h`; also as data files write it
    /// (`PM2_5_24h`). `nil` for anything else.
    public init?(_ code: String) {
        guard let mark = code.lastIndex(of: "_"),
            let averaging = Averaging(rawValue: code[code.index(after: mark)...].lowercased())
        else { return nil }
        let pollutant = ParameterCode(String(code[..<mark]))
        self.init(averaging == .eightHours ? ParameterCode(code) : pollutant, averaging)
    }

    /// The code: `PM2.5_24h`, `O3_8h`.
    public var code: String {
        averaging == .eightHours ? parameter.name : "\(parameter.name)_\(averaging.rawValue)"
    }

    /// The pollutant in words of a report: `O3` for both of ozone's items.
    public var pollutant: ParameterCode { parameter == .o3EightHours ? .o3 : parameter }
}

extension AirIndexItem: CustomStringConvertible {
    public var description: String { code }
}
