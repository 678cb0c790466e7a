import Client
import Experiments

/// Waits for a service that is away, as while it restarts; about a minute, then it is given up.
struct ServicePatience {
  private static let limit = Duration.seconds(60)

  /// Since when nobody answers; nil while somebody does.
  private var since: ContinuousClock.Instant?

  /// Repeats `call` while the service is away, and says so once. Throws its last error.
  mutating func untilAnswered<Value>(_ call: () async throws -> Value) async throws -> Value {
    while true {
      do {
        let value = try await call()
        since = nil
        return value
      } catch let error as ClientError where error.isTransient {
        if let since {
          if since.duration(to: .now) > Self.limit { throw error }
        } else {
          since = .now
          if Terminal.isInteractive { Terminal.replaceLine("") }
          Terminal.printError("waiting for the service")
        }
        try await Task.sleep(for: .seconds(1))
      }
    }
  }
}
