import Client
import Foundation

/// Calls of a service that is killed now and then.
enum CrashClient {
  /// Repeats `body` while nobody answers.
  static func untilAnswered<Value>(_ body: () async throws -> Value) async throws -> Value {
    while true {
      do {
        return try await body()
      } catch let error as ClientError where error.isTransient {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
