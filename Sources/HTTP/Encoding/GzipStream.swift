import CZlib
import Synchronization

/// Compresses a body piece by piece in the gzip format (RFC 1952).
final class GzipStream: Sendable {
  private struct State {
    var stream = z_stream()
    var isEnded = false
  }

  private static let outputSize = 64 << 10

  private let state = Mutex(State())

  /// `nil` if zlib has no memory.
  init?() {
    let status = state.withLock {
      deflateInit2_(
        &$0.stream, Gzip.level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
    }
    guard status == Z_OK else { return nil }
  }

  deinit {
    state.withLock { _ = deflateEnd(&$0.stream) }
  }

  /// Takes the next piece; returns what is ready, which may be nothing.
  func compress(_ bytes: [UInt8]) -> [UInt8] {
    run(bytes, flush: Z_NO_FLUSH)
  }

  /// The rest; `nil` when there is none any more.
  func finish() -> [UInt8]? {
    state.withLock({ $0.isEnded }) ? nil : run([], flush: Z_FINISH)
  }

  private func run(_ bytes: [UInt8], flush: Int32) -> [UInt8] {
    state.withLock { state in
      var result: [UInt8] = []
      var consumed = 0
      var isFull = true
      while isFull {
        var status = Z_OK
        let output = [UInt8](unsafeUninitializedCapacity: Self.outputSize) { output, count in
          bytes.withUnsafeBufferPointer { input in
            state.stream.next_in = input.baseAddress.map { .init(mutating: $0 + consumed) }
            state.stream.avail_in = UInt32(input.count - consumed)
            state.stream.next_out = output.baseAddress
            state.stream.avail_out = UInt32(output.count)
            status = deflate(&state.stream, flush)
            consumed = input.count - Int(state.stream.avail_in)
            count = output.count - Int(state.stream.avail_out)
          }
        }
        result += output
        isFull = state.stream.avail_out == 0 && status != Z_STREAM_END
        if status == Z_STREAM_END { state.isEnded = true }
      }
      return result
    }
  }
}
