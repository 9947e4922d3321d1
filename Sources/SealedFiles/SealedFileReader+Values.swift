extension SealedFileReader {
    // MARK: - Numbers

    public func readUInt8(_ what: @autoclosure () -> String) throws(SealedFileError) -> UInt8 {
        try readInteger(what)
    }

    /// A byte that must be 0 or 1.
    public func readBool(_ what: @autoclosure () -> String) throws(SealedFileError) -> Bool {
        let value: UInt8 = try readInteger(what)
        guard value <= 1 else { throw outOfRange(what(), "\(value)") }
        return value == 1
    }

    public func readInt32(_ what: @autoclosure () -> String) throws(SealedFileError) -> Int32 {
        try readInteger(what)
    }

    public func readUInt32(_ what: @autoclosure () -> String) throws(SealedFileError) -> UInt32 {
        try readInteger(what)
    }

    public func readInt64(_ what: @autoclosure () -> String) throws(SealedFileError) -> Int64 {
        try readInteger(what)
    }

    public func readUInt64(_ what: @autoclosure () -> String) throws(SealedFileError) -> UInt64 {
        try readInteger(what)
    }

    public func readDouble(_ what: @autoclosure () -> String) throws(SealedFileError) -> Double {
        Double(bitPattern: try readInteger(what))
    }

    /// A UInt64 that counts things of which each takes `bytesEach` bytes or more in the rest of
    /// the file.
    ///
    /// - Throws: `SealedFileError.valueOutOfRange` when the rest is too short for so many.
    /// - Precondition: `bytesEach` is positive.
    public func readCount(
        _ what: @autoclosure () -> String, bytesEach: Int
    ) throws(SealedFileError) -> Int {
        let count: UInt64 = try readInteger(what)
        guard count <= UInt64(remaining / bytesEach) else { throw outOfRange(what(), "\(count)") }
        return Int(count)
    }

    // MARK: - Text and arrays

    /// Counted UTF-8.
    public func readString(_ what: @autoclosure () -> String) throws(SealedFileError) -> String {
        let count = try readCount(what(), bytesEach: 1)
        let text =
            if let bytes = try takeBuffered(count, what) {
                String(validating: bytes, as: UTF8.self)
            } else {
                String(validating: try readArray(count, what) as [UInt8], as: UTF8.self)
            }
        guard let text else { throw outOfRange(what(), "no UTF-8") }
        return text
    }

    /// Counted bytes.
    public func readBytes(_ what: @autoclosure () -> String) throws(SealedFileError) -> [UInt8] {
        let count = try readCount(what(), bytesEach: 1)
        return try readArray(count, what)
    }

    /// Counted values.
    public func readDoubles(_ what: @autoclosure () -> String) throws(SealedFileError) -> [Double] {
        let count = try readCount(what(), bytesEach: 8)
        #if _endian(little)
            return try readArray(count, what)
        #else
            let bits: [UInt64] = try readArray(count, what)
            return bits.map { Double(bitPattern: UInt64(littleEndian: $0)) }
        #endif
    }

    /// `count` elements of which every pattern of bits is a value, as they lie in the file.
    private func readArray<Element: BitwiseCopyable>(
        _ count: Int, _ what: () -> String
    ) throws(SealedFileError) -> [Element] {
        let size = MemoryLayout<Element>.stride
        guard count <= remaining / size else {
            throw .endsBefore(path: path, kind: kind, what: what())
        }
        var failure: SealedFileError?
        let result = [Element](unsafeUninitializedCapacity: count) { target, filled in
            do throws(SealedFileError) {
                try read(into: UnsafeMutableRawBufferPointer(target), what())
                filled = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return result
    }
}
