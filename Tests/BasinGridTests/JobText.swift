import Foundation
import TestSupport

@testable import BasinGrid

/// The text of a job file, to be read from a folder of its own.
struct JobText {
    var text: String

    init(_ text: String) { self.text = text }

    /// A job with the required keys and `lines` more.
    static func with(_ lines: String) -> JobText {
        JobText(
            "basingrid: 1\nperiods: [2026-04]\nzones: [{path: z.shp, id: code}]\n" + lines + "\n")
    }

    func read() throws -> Job {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "job.yaml")
            try Data(text.utf8).write(to: path)
            return try Job.read(at: path.path)
        }
    }

    /// The faults in English, without the folder.
    func faults() throws -> [String] { try allFaults().map(\.text.en) }

    func allFaults() throws -> [Fault] {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "job.yaml")
            try Data(text.utf8).write(to: path)
            let faults = FaultCollector()
            _ = Job.parse(at: path.path, into: faults)
            return faults.faults.map { fault in
                Fault(
                    fault.kind,
                    zh: fault.text.zh.replacingOccurrences(of: folder.path + "/", with: ""),
                    en: fault.text.en.replacingOccurrences(of: folder.path + "/", with: ""))
            }
        }
    }
}
