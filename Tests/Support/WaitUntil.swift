/// Asks again and again, until `condition` holds.
/// - Throws: `CancellationError` if the time of the test is up before it does.
package func waitUntil(_ condition: () async throws -> Bool) async throws {
  while try await !condition() {
    try Task.checkCancellation()
    await Task.yield()
  }
}
