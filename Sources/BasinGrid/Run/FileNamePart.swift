import Crypto
import Foundation

/// `name` as a part of a file name: letters and digits of any script stay, everything that a file
/// system or a shell could take for something else becomes `_`. A name that is too long for file
/// systems is cut, and tells itself from others that begin alike by eight digits of its SHA-256.
func fileNamePart(_ name: String) -> String {
    let mapped = String(
        name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" })
    if mapped.isEmpty || mapped.allSatisfy({ $0 == "." }) { return "_" }
    guard mapped.utf8.count > longestNamePart else { return mapped }
    let digest = SHA256.hash(data: Data(name.utf8)).prefix(4)
        .map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
    var head = ""
    var length = digest.utf8.count + 1
    for character in mapped {
        length += character.utf8.count
        if length > longestNamePart { break }
        head.append(character)
    }
    return "\(head)-\(digest)"
}

/// File systems hold 255 bytes; the rest is for what stands around the part.
private let longestNamePart = 160
