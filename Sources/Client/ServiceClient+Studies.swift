package import Experiments
package import Foundation

extension ServiceClient {
  /// Submits a study as its author wrote it, so that errors point into that text.
  package func submitStudy(json: Data) async throws -> Study {
    try await send(.post("studies", body: json))
  }

  package func study(_ id: String) async throws -> Study {
    try await send(.get("studies", id))
  }

  /// Studies without their results, the newest first.
  package func studies(limit: Int? = nil, cursor: String? = nil) async throws -> Page<Study> {
    try await send(
      .get("studies", query: [("limit", limit.map(String.init)), ("cursor", cursor)]))
  }

  package func cancel(study id: String) async throws -> Study {
    try await send(.post("studies", id, "cancel"))
  }
}
