import HTTPTypes

/// Which route of a path serves which method. A path has few, so they are searched in turn.
struct MethodTable: Sendable {
  private var rows: [(method: HTTPRequest.Method, index: Int)] = []

  var isEmpty: Bool { rows.isEmpty }
  var methods: [HTTPRequest.Method] { rows.map(\.method) }

  subscript(method: HTTPRequest.Method) -> Int? {
    for row in rows where row.method == method {
      return row.index
    }
    return nil
  }

  /// Adds a route; two for one method and pattern are an error of the program.
  mutating func add(_ route: Route, _ index: Int) {
    precondition(self[route.method] == nil, "two handlers for \(route.method) \(route.pattern)")
    rows.append((route.method, index))
  }
}
