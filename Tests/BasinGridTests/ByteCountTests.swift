import BasinGrid
import Testing

@Suite("Byte counts")
struct ByteCountTests {
    @Test(
        "A byte count is read with its unit",
        arguments: [
            ("1GiB", 1 << 30), ("512MiB", 512 << 20), ("1KiB", 1024), ("2TiB", 2 << 40),
            ("1GB", 1_000_000_000), ("1.5KB", 1500), ("4096", 4096), ("12B", 12),
            (" 0.5 gib ", 1 << 29),
        ])
    func reads(text: String, bytes: Int) {
        #expect(ByteCount(parsing: text)?.bytes == bytes)
    }

    @Test(
        "What is not at least a byte, or more than any machine has, is refused",
        arguments: ["", "GiB", "0", "-1GiB", "0.1B", "nan", "inf", "1e30TiB", "1 gigabyte", "1G"])
    func refuses(text: String) {
        #expect(ByteCount(parsing: text) == nil)
    }

    @Test(
        "A byte count is written with the unit that fits",
        arguments: [
            (1, "1 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1 << 30, "1.0 GiB"),
            (1 << 60, "1048576.0 TiB"),
        ])
    func writes(bytes: Int, text: String) {
        #expect(ByteCount(bytes).description == text)
    }
}
