import HTTP
import HTTPTypes

/// Builds the router: as `Router` itself, but no row without who may use it, and no answer to GET
/// that a cache may take for another user's or a later one.
struct RouteTable {
  private(set) var router = Router()

  /// The longest body, in bytes, of a route that reads none, or no more than a token: what needs no token shall not
  /// hold much memory.
  private static let smallBody: Int64 = 4096

  mutating func on(
    _ method: HTTPRequest.Method, _ pattern: String, _ access: Access, _ thread: Handler.Thread,
    _ handler: @escaping @Sendable (Request) throws -> Response
  ) {
    let isSmall = access == .anyone || method == .get || method == .delete
    router.on(
      method, pattern, thread, metadata: access, bodyLimit: isSmall ? Self.smallBody : nil
    ) { request in
      let response = try handler(request)
      return method == .get ? response.revalidated : response
    }
  }

  mutating func onDeferred(
    _ method: HTTPRequest.Method, _ pattern: String, _ access: Access, isLongPoll: Bool = false,
    _ handler: @escaping @Sendable (Request, Responder) -> Void
  ) {
    router.onDeferred(method, pattern, metadata: access, isLongPoll: isLongPoll, handler)
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
