import Testing

@testable import BasinGrid

@Suite("Parts of file names")
struct FileNamePartTests {
    @Test(
        "A name becomes one harmless part of a file name",
        arguments: [
            ("环境管控单元", "环境管控单元"), ("a b", "a_b"), ("a/b", "a_b"), ("../x", ".._x"), ("", "_"),
            (".", "_"), ("..", "_"), ("a\u{0}b\nc\u{7F}", "a_b_c_"), ("C:\\x", "C__x"),
            ("a*?\"<>|$`'", "a_________"), ("PM2.5-x_1", "PM2.5-x_1"), ("\u{202E}gpj", "_gpj"),
        ])
    func mapsName(name: String, expected: String) {
        #expect(fileNamePart(name) == expected)
    }

    @Test("A part never leaves its folder and never is too long", arguments: 0..<200)
    func holdsForAny(seed: Int) {
        let alphabet = Array("/\\.:*a字\u{0}\n \u{301}é-_😀")
        let name = String((0..<(seed * 3)).map { alphabet[($0 * 7 + seed) % alphabet.count] })
        let part = fileNamePart(name)
        #expect(!part.isEmpty && part != "." && part != "..")
        #expect(!part.unicodeScalars.contains { "/\\\u{0}\n:*".unicodeScalars.contains($0) })
        #expect(part.utf8.count <= 160)
    }

    @Test("Long names that begin alike stay different, and a long name is the same each time")
    func longNames() {
        let stem = String(repeating: "生态环境管控单元", count: 40)
        let (one, other) = (fileNamePart(stem + "甲"), fileNamePart(stem + "乙"))
        #expect(one != other)
        #expect(one == fileNamePart(stem + "甲"))
        #expect(one.utf8.count <= 160)
        #expect(stem.hasPrefix(String(one.dropLast(9))))
    }
}
