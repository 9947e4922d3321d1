import Foundation
import TestSupport
import Testing

/// The notebooks run from the repository's root with the peers alone.
@Suite(.enabled(if: Peers.canRun, Peers.whySkipped))
struct NotebookTests {
    @Test(
        "A notebook has no outputs, and its cells run in order",
        arguments: ["01-zone-means-three-ways"])
    func cellsRun(name: String) throws {
        guard let builtTool else { throw PeerFailure(description: "the tool is not built") }
        let notebook = TestFolders.package.appending(path: "Notebooks/\(name).ipynb")
        let output = try Peers.output(
            "notebook", notebook.path, environment: ["BASINGRID_TOOL": builtTool.path])
        #expect(output.contains("BasinGrid against exactextract: at most"), "\(output)")
    }
}
