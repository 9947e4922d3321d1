/// Where the parts of a sealed file lie, in bytes.
///
///     0   magic            8 bytes
///     8   format version   UInt32
///     12  0                UInt32
///     16  length           UInt64, of the whole file; 0 until the file is finished
///     24  contents
///     −16 length           UInt64, of the whole file
///     −8  checksum         UInt64, XXH64 of everything before it but bytes 16..<24
///
/// All numbers are little-endian. The length stands at both ends, so that a file that was cut can
/// say how much it lacks.
enum SealedFileLayout {
    static let length = 16
    static let contents = 24
    static let seal = 16
    static let smallest = contents + seal
}
