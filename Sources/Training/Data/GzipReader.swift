import CZlib
import Foundation

/// Reads a file from front to back, decompressing it if it is gzip (RFC 1952; zlib verifies its
/// CRC).
struct GzipReader: ~Copyable {
  let path: String
  /// Bytes given out so far, after decompression.
  private(set) var offset = 0
  private let file: gzFile

  init(_ path: String) throws {
    guard let file = gzopen(path, "rbe") else {
      throw DataError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    gzbuffer(file, 1 << 17)
    self.path = path
    self.file = file
  }

  deinit {
    gzclose(file)
  }

  /// Reads exactly `count` bytes.
  mutating func read(_ count: Int) throws -> [UInt8] {
    let start = offset
    return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = try read(into: UnsafeMutableRawBufferPointer(buffer))
      guard filled == count else {
        throw DataError.truncated(path: path, expected: start + count, found: offset)
      }
    }
  }

  /// Reads all that follows, but no more than `count` bytes.
  mutating func readToEnd(atMost count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = try read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Whether nothing follows. Asking verifies the checksum of what was read.
  mutating func isAtEnd() throws -> Bool {
    try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { try read(into: $0) } == 0
  }

  /// Reads until `buffer` is full or the file ends.
  private mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = Int(gzread(file, rest.baseAddress, UInt32(min(rest.count, 1 << 24))))
      if count <= 0 { break }
      filled += count
      offset += count
    }
    var status: Int32 = Z_OK
    let message = gzerror(file, &status)
    switch status {
    case Z_OK, Z_STREAM_END:
      return filled
    case Z_BUF_ERROR where filled < buffer.count:
      throw DataError.malformed(
        path: path, offset: offset, reason: "the compressed data is truncated")
    case Z_BUF_ERROR:
      return filled
    default:
      throw DataError.malformed(
        path: path, offset: offset, reason: message.map { String(cString: $0) } ?? "zlib \(status)")
    }
  }
}
