import Logging

/// A log that rings for every line: what the program does is awaited by what it says.
struct LogBell: LogHandler {
  let lines: AsyncStream<Void>
  private let ring: AsyncStream<Void>.Continuation
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace

  init() {
    (lines, ring) = AsyncStream.makeStream()
  }

  func log(event: LogEvent) {
    ring.yield()
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Returns once `condition` holds, which is asked at every line.
  func until(_ condition: () throws -> Bool) async throws {
    if try condition() { return }
    for await _ in lines where try condition() { return }
  }
}
