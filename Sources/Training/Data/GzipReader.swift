import CZlib
import Foundation

/// Reads a file from front to back, decompressing it if it is gzip (RFC 1952; zlib verifies its
/// CRC).
struct GzipReader: ~Copyable {
  let path: String
  /// Bytes given out so far, after decompression.
  private(set) var offset = 0
  private let file: gzFile
  /// Bytes of the file as it is on disk.
  private let size: Int

  init(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, let file = gzdopen(descriptor, "rb")
    else {
      let reason = String(cString: strerror(errno))
      if descriptor >= 0 { close(descriptor) }
      throw DataError.unreadable(path: path, reason: reason)
    }
    gzbuffer(file, 1 << 17)
    self.path = path
    self.file = file
    size = Int(status.st_size)
  }

  deinit {
    gzclose(file)
  }

  /// Reads exactly `count` bytes.
  mutating func read(_ count: Int) throws -> [UInt8] {
    let start = offset
    let bytes = try readToEnd(atMost: count)
    guard bytes.count == count else {
      throw DataError.truncated(path: path, expected: start + count, found: offset)
    }
    return bytes
  }

  /// Reads all that follows, but no more than `count` bytes. A corrupt header may ask for
  /// terabytes: memory is taken for as many bytes as are on disk, then for as many again as have
  /// been read.
  mutating func readToEnd(atMost count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var filled = 0
    while filled == bytes.count && filled < count {
      // One more than a plain file has, which tells that nothing follows.
      let part = min(count - filled, max(filled, size + 1))
      bytes.append(contentsOf: repeatElement(0, count: part))
      filled += try bytes.withUnsafeMutableBytes {
        try read(into: UnsafeMutableRawBufferPointer(rebasing: $0.suffix(part)))
      }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
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
