import CZlib
import HTTPTypes
import Synchronization

/// Expands a gzip or zlib body piece by piece, within a bound (a few bytes can stand for
/// gigabytes).
package final class Gunzip: Sendable {
  private struct State {
    var stream = z_stream()
    /// What was fed and is not consumed: `input` from `offset` on.
    var input: [UInt8] = []
    var offset = 0
    var produced: Int64 = 0
    /// The last output filled its buffer, so that zlib may hold more.
    var holdsMore = false
    /// At the end of a member.
    var isEnded = false
  }

  private static let outputSize = 64 << 10

  private let limit: Int64
  private let state: Mutex<State>

  /// An expander that refuses to make more than `limit` bytes.
  package init(limit: Int64) throws {
    self.limit = limit
    state = Mutex(State())
    // 15 is the largest window; 32 more recognises gzip and zlib by their headers.
    let status = state.withLock {
      inflateInit2_(&$0.stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    }
    guard status == Z_OK else {
      throw HTTPError(.serviceUnavailable, "There is no memory to expand the body.")
    }
  }

  deinit {
    state.withLock { _ = inflateEnd(&$0.stream) }
  }

  /// Offers the next piece; the one before must be used up (``next()`` returned `nil`).
  package func feed(_ bytes: [UInt8]) {
    state.withLock { state in
      state.input = bytes
      state.offset = 0
    }
  }

  /// The next bytes of the expanded body, 64 KiB at most; `nil` when more input is needed.
  package func next() throws -> [UInt8]? {
    let limit = limit
    return try state.withLock { state throws -> [UInt8]? in
      guard state.offset < state.input.count || state.holdsMore else { return nil }
      if state.isEnded { try Self.beginMember(&state) }
      let output = try Self.inflateOnce(&state)
      state.produced += Int64(output.count)
      guard state.produced <= limit else {
        throw HTTPError(.contentTooLarge, "The body expands to more than \(limit) bytes.")
      }
      return output
    }
  }

  /// Throws if the compressed data is cut short.
  package func finish() throws {
    guard state.withLock({ $0.isEnded }) else {
      throw HTTPError(.badRequest, "The compressed body is cut short.")
    }
  }

  /// What follows is another member (RFC 1952 2.2): the zlib format has none.
  private static func beginMember(_ state: inout State) throws {
    guard inflateReset2(&state.stream, 15 + 16) == Z_OK else {
      throw HTTPError(.badRequest, "The compressed body is followed by other bytes.")
    }
    state.isEnded = false
  }

  private static func inflateOnce(_ state: inout State) throws -> [UInt8] {
    var status = Z_OK
    let output = [UInt8](unsafeUninitializedCapacity: outputSize) { output, count in
      state.input.withUnsafeBufferPointer { input in
        state.stream.next_in = input.baseAddress.map { .init(mutating: $0 + state.offset) }
        state.stream.avail_in = UInt32(input.count - state.offset)
        state.stream.next_out = output.baseAddress
        state.stream.avail_out = UInt32(output.count)
        status = inflate(&state.stream, Z_NO_FLUSH)
        count = output.count - Int(state.stream.avail_out)
      }
    }
    state.offset = state.input.count - Int(state.stream.avail_in)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: state.isEnded = true
    default: throw HTTPError(.badRequest, "The body is not the gzip data it claims to be.")
    }
    state.holdsMore = !state.isEnded && state.stream.avail_out == 0
    return output
  }

  /// Expands a whole body.
  package static func expand(_ bytes: [UInt8], limit: Int64) throws -> [UInt8] {
    let gunzip = try Gunzip(limit: limit)
    var result: [UInt8] = []
    gunzip.feed(bytes)
    while let piece = try gunzip.next() {
      result += piece
    }
    try gunzip.finish()
    return result
  }
}
