/// What the holder of a token may do.
package enum Role: String, Codable, CaseIterable, Hashable, Sendable {
  /// See everything.
  case read
  /// Also submit, cancel and retry jobs, and make and change runs.
  case write
  /// What a worker process needs: see everything, take jobs, and deliver what they record.
  case worker
  /// Everything.
  case admin
}
