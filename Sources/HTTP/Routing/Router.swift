package import HTTPTypes

/// The route table. A literal segment wins over `{name}`, and `{name}` over `{name...}`; the order
/// of registration means nothing, and two handlers for one method and pattern stop the program.
package struct Router: Sendable {
  package private(set) var routes: [Route] = []
  private var tree = RouteTree()

  package init() {}

  /// Registers a synchronous handler. A handler of GET answers HEAD too.
  package mutating func on(
    _ method: HTTPRequest.Method, _ pattern: String, _ thread: Handler.Thread,
    metadata: (any Sendable)? = nil, bodyLimit: Int64? = nil,
    _ handler: @escaping @Sendable (Request) throws -> Response
  ) {
    let kind: Handler =
      switch thread {
      case .inline: .inline(handler)
      case .blocking: .blocking(handler)
      }
    add(method, pattern, metadata, bodyLimit, kind)
  }

  /// Registers a handler that answers later, from any thread, exactly once. `isLongPoll` if that
  /// may be never: see ``Route/isLongPoll``.
  package mutating func onDeferred(
    _ method: HTTPRequest.Method, _ pattern: String, metadata: (any Sendable)? = nil,
    bodyLimit: Int64? = nil, isLongPoll: Bool = false,
    _ handler: @escaping @Sendable (Request, Responder) -> Void
  ) {
    add(method, pattern, metadata, bodyLimit, isLongPoll: isLongPoll, .deferred(handler))
  }

  /// Registers a handler whose request body streams to the sink it returns.
  package mutating func onUpload(
    _ method: HTTPRequest.Method, _ pattern: String, metadata: (any Sendable)? = nil,
    bodyLimit: Int64? = nil,
    _ handler: @escaping @Sendable (Request) throws -> any BodySink
  ) {
    add(method, pattern, metadata, bodyLimit, .upload(handler))
  }

  private mutating func add(
    _ method: HTTPRequest.Method, _ pattern: String, _ metadata: (any Sendable)?,
    _ bodyLimit: Int64?, isLongPoll: Bool = false, _ handler: Handler
  ) {
    let route = Route(
      method, RoutePattern(pattern), metadata: metadata, bodyLimit: bodyLimit,
      isLongPoll: isLongPoll, handler)
    tree.insert(route, index: routes.count)
    routes.append(route)
  }

  /// What a request meets in the table.
  package enum Match: Sendable {
    case found(Route, PathParameters)
    /// The path exists with other methods: 405, or the answer to OPTIONS (RFC 9110 15.5.6, 9.3.7).
    case otherMethods(allow: [HTTPRequest.Method])
    case none
  }

  /// Finds the route of a decoded path (see ``Request/path``).
  package func match(_ method: HTTPRequest.Method, _ path: String) -> Match {
    // `*` is no path.
    guard path.utf8.first == UInt8(ascii: "/"), let (methods, parameters) = tree.find(path) else {
      return .none
    }
    if let index = methods[method] ?? (method == .head ? methods[.get] : nil) {
      let route = routes[index]
      return .found(route, parameters.isEmpty ? PathParameters() : named(parameters, route))
    }
    return .otherMethods(allow: allowed(methods.methods))
  }

  private func named(_ values: [String], _ route: Route) -> PathParameters {
    var pairs: [(name: String, value: String)] = []
    for part in route.pattern.parts {
      switch part {
      case .literal: continue
      case .parameter(let name), .rest(let name): pairs.append((name, values[pairs.count]))
      }
    }
    return PathParameters(pairs)
  }

  private func allowed(_ methods: some Sequence<HTTPRequest.Method>) -> [HTTPRequest.Method] {
    var names = Set(methods.map(\.rawValue))
    if names.contains("GET") { names.insert("HEAD") }
    names.insert("OPTIONS")
    return names.sorted().compactMap { HTTPRequest.Method($0) }
  }
}
