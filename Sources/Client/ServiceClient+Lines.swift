import Foundation

extension ServiceClient {
  /// The lines of an answer while they arrive.
  func lines(_ endpoint: Endpoint) -> AsyncThrowingStream<String, any Error> {
    .reading { lines in
      var splitter = LineSplitter()
      for try await piece in pieces(endpoint) {
        for line in splitter.receive(piece) { lines.yield(line) }
      }
      if let last = splitter.rest { lines.yield(last) }
    }
  }
}

/// Cuts text that comes in pieces into lines, which end with LF or CR LF.
struct LineSplitter {
  /// What came after the last end of a line.
  private var bytes: [UInt8] = []

  /// The line that has no end yet; nil if nothing of it has come.
  var rest: String? { bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }

  /// The lines that `piece` completes.
  mutating func receive(_ piece: Data) -> [String] {
    bytes += piece
    guard let end = bytes.lastIndex(of: 0x0A) else { return [] }
    defer { bytes.removeFirst(end + 1) }
    return bytes[..<end].split(separator: 0x0A, omittingEmptySubsequences: false).map {
      String(decoding: $0.last == 0x0D ? $0.dropLast() : $0, as: UTF8.self)
    }
  }
}

extension AsyncThrowingStream where Element: Sendable, Failure == any Error {
  /// What `body` yields, in a task that ends with it or with the stream's reader.
  static func reading(
    _ body: @escaping @Sendable (Continuation) async throws -> Void
  ) -> AsyncThrowingStream {
    AsyncThrowingStream { continuation in
      let reading = Task {
        do {
          try await body(continuation)
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in reading.cancel() }
    }
  }
}
