/// `text` without spaces around it, full-width characters and look-alikes in their ASCII form:
/// `０．０１ ㎎／Ｌ` becomes `0.01 mg/L`. Letters keep their case; Chinese stays as it is.
package func normalisedText(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0xFF01...0xFF5E:
            result.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
        case 0x3000, 0x00A0, 0x2002...0x200A, 0x09, 0x0A, 0x0D: result.append(" ")
        case 0xFEFF, 0x200B...0x200F: break
        case 0x2080...0x2089:
            result.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0x2050)))
        case 0x00B2, 0x00B3: result.append(scalar.value == 0x00B2 ? "2" : "3")
        case 0x2212: result.append("-")
        case 0x3008, 0xFE64: result.append("<")
        case 0x33A1: result.append("m2")
        case 0x33A5: result.append("m3")
        case 0x338E: result.append("mg")
        case 0x338D: result.append("ug")
        case 0x00B5, 0x03BC: result.append("u")
        default: result.unicodeScalars.append(scalar)
        }
    }
    let isSpace: (Character) -> Bool = { $0 == " " }
    guard let first = result.firstIndex(where: { !isSpace($0) }) else { return "" }
    let last = result.lastIndex(where: { !isSpace($0) }) ?? first
    return String(result[first...last])
}
