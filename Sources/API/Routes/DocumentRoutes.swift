import Experiments
import Foundation
import HTTP
import HTTPTypes
import Synchronization

/// What the service can be asked, for programs: made when it is first read.
final class DocumentRoutes: Sendable {
  private let routes: [Route]
  private let document = Mutex<[UInt8]?>(nil)

  /// - Parameter table: every other row of the route table.
  init(describing table: RouteTable) {
    routes = table.router.routes
  }

  @Sendable func show(_ request: Request) throws -> Response {
    let bytes = try document.withLock { document in
      let bytes =
        try document
        ?? [UInt8](JSONCoding.encoder().encode(OpenAPIDocument(routes: routes).tree))
      document = bytes
      return bytes
    }
    return Response(type: "application/json", bytes: bytes)
  }
}
