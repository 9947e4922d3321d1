import Foundation
import TestSupport
import Testing

/// The bound on memory, on a zone whose values alone are more than three times as large.
@Suite(.enabled(if: Peers.canRun, Peers.whySkipped))
struct MemoryBoundTests {
    /// Oracle: `numpy.quantile(values, [0.5, 0.9], method="inverted_cdf")`.
    @Test("Quantiles of one zone of 100 million cells under --memory 256MiB are numpy's")
    func hundredMillionCells() throws {
        try withTemporaryFolder { folder in
            _ = try Peers.output("memory_bound", "make", folder.path)
            let tool = try #require(builtTool)
            let peak = try Peers.output(
                "memory_bound", "run", folder.path, tool.path, "zonal", "--raster",
                folder.appending(path: "big.tif").path, "--zones",
                folder.appending(path: "big.gpkg").path, "--id-field", "id", "--stats",
                "count,median,p90", "--memory", "256MiB", "-o",
                folder.appending(path: "big.csv").path, "-q")
            let bytes = try #require(
                Int(peak.trimmingCharacters(in: .whitespacesAndNewlines)), "\(peak)")
            #expect(bytes <= 256 << 20, "a peak of \(bytes) bytes")
            let isSame = try Peers.output("memory_bound", "compare", folder.path, "big.csv")
            #expect(isSame.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
        }
    }
}
