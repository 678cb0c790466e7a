import Experiments
import HTTP
import HTTPTypes
import Jobs
import Store

/// For those who watch over the service.
struct HealthRoutes: Sendable {
  let store: Store

  /// It runs.
  func live(_ request: Request) throws -> Response {
    Response(
      headers: [.cacheControl: "no-store", .contentType: "text/plain"], body: .bytes(Self.ok))
  }

  /// The database answers. Also while the disk is full: whoever is led away from a service that is
  /// not ready has no other to read from, and would not learn why this one refuses writes.
  func ready(_ request: Request) throws -> Response {
    _ = try store.read { try $0.hasClaimableJob() }
    return try live(request)
  }

  /// An unknown path of the interface: not the dashboard's business.
  func nothing(_ request: Request) throws -> Response {
    throw HTTPError(.notFound, "There is nothing at \(request.path).")
  }

  private static let ok = Array("ok\n".utf8)
}
