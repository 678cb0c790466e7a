import HTTP
import HTTPTypes

/// Builds the router: as `Router` itself, but no row without who may use it.
struct RouteTable {
  private(set) var router = Router()

  mutating func on(
    _ method: HTTPRequest.Method, _ pattern: String, _ access: Access, _ thread: Handler.Thread,
    _ handler: @escaping @Sendable (Request) throws -> Response
  ) {
    router.on(method, pattern, thread, metadata: access, handler)
  }

  mutating func onDeferred(
    _ method: HTTPRequest.Method, _ pattern: String, _ access: Access,
    _ handler: @escaping @Sendable (Request, Responder) -> Void
  ) {
    router.onDeferred(method, pattern, metadata: access, handler)
  }

  mutating func onUpload(
    _ method: HTTPRequest.Method, _ pattern: String, _ access: Access,
    _ handler: @escaping @Sendable (Request) throws -> any BodySink
  ) {
    router.onUpload(method, pattern, metadata: access, handler)
  }

  mutating func onFiles(_ prefix: String, _ access: Access, _ folder: FileFolder) {
    router.onFiles(prefix, folder, metadata: access)
  }
}
