import Foundation
import HTTP
import Jobs
import Store

/// What the routes are made from.
struct ServiceParts: Sendable {
  var store: Store
  var queue: JobQueue
  var artifacts: ArtifactStore
  var machine: ServiceMachine
  var problems: ProblemResponder
  var heartbeats: Heartbeats
  /// The dashboard's files; nil where they are not installed.
  var dashboard: FileFolder?
  /// The chart library's files; nil where they are not installed.
  var chartLibrary: FileFolder?
  var clock: @Sendable () -> Date
}
