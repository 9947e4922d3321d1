import Coverage
import GeoFiles
import HotSpots
import Interpolation
import QualityStandards
import Readings
import ZonalStatistics

// What each module's errors are for the command line.

extension GeoFileError: FaultConvertible {
    public var faultKind: Fault.Kind {
        switch kind {
        case .missing, .unreadable: .input
        case .damaged, .unknownLayer, .unknownField, .unknownCRS, .emptyLayer, .wrongContent: .data
        case .unreachableService: .service
        case .cannotCreate, .exists: .output
        case .tryAgain: .tryAgain
        }
    }
}

extension CoverageError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}

extension ZonalStatisticsError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}

extension StatisticError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}

extension InterpolationError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}

extension HotSpotError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}

extension ReadingError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}

extension ReadingTextError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}

extension StandardError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}
