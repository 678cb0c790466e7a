import Experiments
import HTTP
import HTTPTypes
import Synchronization

/// What the service can be asked, for programs: made when it is first read.
final class DocumentRoutes: Sendable {
  private let routes: [Route]
  private let document = Mutex<Response?>(nil)

  /// - Parameter table: every other row of the route table.
  init(describing table: RouteTable) {
    routes = table.router.routes
  }

  @Sendable func show(_ request: Request) throws -> Response {
    try document.withLock { document in
      // With its tag, so that the bytes are not hashed each time.
      let response =
        try document ?? Response.json(OpenAPIDocument(routes: routes).tree).revalidated
      document = response
      return response
    }
  }
}
