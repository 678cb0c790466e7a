import HTTP
import HTTPTypes

/// Builds the router: as `Router` itself, but no row without who may use it, none that silently
/// passes over what it does not read (a query or a body is refused where the row does not name it),
/// and no answer to GET that a cache may take for another user's or a later one.
struct RouteTable {
  private(set) var router = Router()
  private let problems: ProblemResponder

  /// What a handler reads beside the path and the header.
  struct Content: OptionSet {
    let rawValue: Int
    static let query = Content(rawValue: 1)
    static let body = Content(rawValue: 2)
  }

  init(problems: ProblemResponder) {
    self.problems = problems
  }

  /// The longest body, in bytes, of a route that reads none, or no more than a token: what needs no
  /// token shall not hold much memory.
  private static let smallBody: Int64 = 4096

  mutating func on(
    _ method: HTTPRequest.Method, _ pattern: String, _ access: Access, _ thread: Handler.Thread,
    _ handler: @escaping @Sendable (Request) throws -> Response
  ) {
    on(method, pattern, access, thread, [], handler)
  }

  mutating func on(
    _ method: HTTPRequest.Method, _ pattern: String, _ access: Access, _ thread: Handler.Thread,
    _ content: Content, _ handler: @escaping @Sendable (Request) throws -> Response
  ) {
    let isSmall = access == .anyone || !content.contains(.body)
    router.on(
      method, pattern, thread, metadata: access, bodyLimit: isSmall ? Self.smallBody : nil
    ) { request in
      try Self.check(request, content)
      let response = try handler(request)
      return method == .get ? response.revalidated : response
    }
  }

  /// An error that the handler throws is the answer.
  mutating func onDeferred(
    _ method: HTTPRequest.Method, _ pattern: String, _ access: Access, _ content: Content,
    isLongPoll: Bool = false,
    _ handler: @escaping @Sendable (Request, Responder) throws -> Void
  ) {
    router.onDeferred(method, pattern, metadata: access, isLongPoll: isLongPoll) {
      [problems] request, responder in
      problems.answer(request, responder) {
        try Self.check(request, content)
        try handler(request, responder)
      }
    }
  }

  mutating func onUpload(
    _ method: HTTPRequest.Method, _ pattern: String, _ access: Access,
    _ handler: @escaping @Sendable (Request) throws -> any BodySink
  ) {
    router.onUpload(method, pattern, metadata: access) { request in
      try Self.check(request, .body)
      return try handler(request)
    }
  }

  mutating func onFiles(_ prefix: String, _ access: Access, _ files: StaticFiles) {
    router.onFiles(prefix, files, metadata: access)
  }

  private static func check(_ request: Request, _ content: Content) throws {
    if !content.contains(.query) { try QueryReader.read(request) { _ in } }
    if !content.contains(.body) { try request.refuseBody() }
  }
}
