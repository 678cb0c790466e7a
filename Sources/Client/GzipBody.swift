import CZlib
import Foundation

/// Compresses what is sent, in the gzip format (RFC 1952).
enum GzipBody {
  /// A smaller body is sent as it is.
  private static let threshold = 1024

  /// `body` compressed; nil if that is not worth it.
  static func compress(_ body: Data) -> Data? {
    if body.count < threshold { return nil }
    var stream = z_stream()
    // 15 is the largest window; 16 more asks for the gzip format. The fastest level: the processor
    // is there to train.
    guard
      deflateInit2_(
        &stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    var output = Data(count: body.count)
    let isWhole = body.withUnsafeBytes { input in
      output.withUnsafeMutableBytes { output in
        stream.next_in = UnsafeMutablePointer(
          mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.avail_out = UInt32(output.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END
      }
    }
    return isWhole ? output.prefix(Int(stream.total_out)) : nil
  }
}
