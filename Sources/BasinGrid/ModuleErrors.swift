import Coverage
import Foundation
import GeoFiles
import HotSpots
import Interpolation
import QualityStandards
import Readings
import Rivers
import SealedFiles
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
    public var faultKind: Fault.Kind {
        if case .noRoomForValues = self { .tryAgain } else { .data }
    }
}

extension PartialError: FaultConvertible {
    public var faultKind: Fault.Kind {
        switch self {
        case .refused(let faults):
            // A file that is not there is another matter than parts that do not fit.
            faults.allSatisfy {
                if case .unusable(let error) = $0 { error.faultKind == .input } else { false }
            } ? .input : .data
        }
    }
}

extension SealedFileError: FaultConvertible {
    public var faultKind: Fault.Kind {
        switch self {
        case .missing, .unreadable: .input
        case .cannotWrite(_, let reason):
            reason == String(cString: strerror(ENOSPC)) ? .tryAgain : .output
        default: .data
        }
    }
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

extension RiverError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}

extension ReadingError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}

extension ReadingTextError: FaultConvertible {
    public var faultKind: Fault.Kind { .data }
}

extension StandardError: FaultConvertible {
    public var faultKind: Fault.Kind {
        if case .compensation(let fault) = self, fault.isOfRequest { return .usage }
        return .data
    }
}
