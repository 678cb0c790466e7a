import Experiments
import HTTP
import HTTPTypes
import Store
import Synchronization

/// Takes an artifact's content from the socket to the disk.
final class ArtifactUpload: BodySink {
  /// The store's sink is for one thread at a time; the server calls from one at a time.
  private let sink: Mutex<ArtifactSink>

  init(sink: sending ArtifactSink) {
    self.sink = Mutex(sink)
  }

  func receive(_ bytes: [UInt8]) throws {
    try sink.withLock { try $0.write(bytes) }
  }

  func finish(trailers: HTTPFields) throws -> Response {
    let (artifact, isReplacement) = try sink.withLock { (try $0.commit(), $0.isReplacement) }
    // RFC 9110 9.3.4.
    return try .json(artifact, status: isReplacement ? .ok : .created)
  }

  func cancel() {
    sink.withLock { $0.discard() }
  }
}
