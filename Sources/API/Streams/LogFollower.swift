import Experiments
import Foundation
import Store
import Synchronization

/// Reads a job's log from the store, each line once, as text.
final class LogFollower: Sendable {
  let job: String
  private let store: Store
  /// The number of the last line read.
  private let last = Mutex(0)

  /// Lines of a piece.
  private static let pieceSize = 1000
  /// A piece ends with the line that brings it to so much text.
  private static let pieceBytes = 256 << 10

  /// Throws `.notFound`.
  init(job: String, store: Store) throws {
    _ = try store.read { try $0.log(job: job, limit: 1) }
    (self.job, self.store) = (job, store)
  }

  /// Some of the lines that were not read before; nil if there are none now.
  @Sendable func next() throws -> [UInt8]? {
    try last.withLock { last in
      let page = try store.read {
        try $0.log(job: job, after: last, limit: Self.pieceSize, bytes: Self.pieceBytes)
      }
      if page.lines.isEmpty { return nil }
      last = page.last
      let text = page.lines.map { "\(Timestamp.string(from: $0.time)) \($0.text)\n" }
      return Array(text.joined().utf8)
    }
  }

  /// Whether the job has ended, so that nothing will follow.
  func hasEnded() throws -> Bool {
    try store.read { try $0.job(id: job).state.isFinal }
  }
}
