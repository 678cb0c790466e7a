import Client
import Experiments
import Foundation
import Synchronization

/// A program that logs points to a run of its own: one batch after the other, each sent again until
/// it is acknowledged.
final class PointWriter: Sendable {
  private struct State {
    var run = ""
    var acknowledged = 0
    var isStopping = false
  }

  private static let batch = 5

  private let client: ServiceClient
  private let state = Mutex(State())

  init(client: ServiceClient) {
    self.client = client
  }

  var runID: String { state.withLock { $0.run } }
  /// The points of steps 0 ..< this were acknowledged.
  var acknowledged: Int { state.withLock { $0.acknowledged } }

  func stop() {
    state.withLock { $0.isStopping = true }
  }

  func run() async throws {
    let client = client
    // Not repeated blindly: a run that was made and not acknowledged is nobody's.
    let run = try await CrashClient.untilAnswered {
      try await client.createRun(RunRequest(name: "writer"))
    }
    state.withLock { $0.run = run.id }
    while !state.withLock({ $0.isStopping }) {
      let first = acknowledged
      let points = (first..<first + Self.batch).map {
        MetricPoint(
          key: "value", step: $0, value: Double($0), time: Date(timeIntervalSince1970: 1))
      }
      try await CrashClient.untilAnswered { try await client.log(points, run: run.id) }
      state.withLock { $0.acknowledged = first + Self.batch }
    }
  }
}
