import HTTPTypes

/// The patterns as a tree of segments. A node's routes are indices into the router's table by
/// method.
struct RouteTree: Sendable {
  private struct Node: Sendable {
    var literals: [String: Int] = [:]
    var parameter: Int?
    var methods = MethodTable()
    /// Routes whose last part is `{name...}` below this node.
    var rest = MethodTable()
  }

  private var nodes = [Node()]
  /// The patterns without holes, found at once by the whole path: nothing is more particular.
  private var plain: [String: MethodTable] = [:]

  mutating func insert(_ route: Route, index: Int) {
    if route.pattern.isPlain {
      plain[route.pattern.description, default: MethodTable()].add(route, index)
      return
    }
    var at = 0
    for part in route.pattern.parts {
      switch part {
      case .literal(let text):
        at = nodes[at].literals[text] ?? grow { nodes, new in nodes[at].literals[text] = new }
      case .parameter:
        at = nodes[at].parameter ?? grow { nodes, new in nodes[at].parameter = new }
      case .rest:
        nodes[at].rest.add(route, index)
        return
      }
    }
    nodes[at].methods.add(route, index)
  }

  private mutating func grow(_ link: (inout [Node], Int) -> Void) -> Int {
    nodes.append(Node())
    link(&nodes, nodes.count - 1)
    return nodes.count - 1
  }

  /// The methods of the most particular pattern that matches `path`, and what its holes matched.
  func find(_ path: String) -> (methods: MethodTable, parameters: [String])? {
    if let methods = plain[path] { return (methods, []) }
    if path == "/" { return nil }
    // By bytes: to find the ends of characters is most of the work otherwise.
    let segments = path.utf8.dropFirst()
      .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
    return descend(0, segments[...], [])
  }

  private func descend(
    _ at: Int, _ segments: ArraySlice<Substring>, _ parameters: [String]
  ) -> (methods: MethodTable, parameters: [String])? {
    let node = nodes[at]
    guard let segment = segments.first else {
      return node.methods.isEmpty ? nil : (node.methods, parameters)
    }
    if let child = node.literals[String(segment)],
      let found = descend(child, segments.dropFirst(), parameters)
    {
      return found
    }
    if let child = node.parameter, !segment.isEmpty,
      let found = descend(child, segments.dropFirst(), parameters + [String(segment)])
    {
      return found
    }
    guard !node.rest.isEmpty, let last = segments.last else { return nil }
    let rest = segment.base[segment.startIndex..<last.endIndex]
    return (node.rest, parameters + [String(rest)])
  }
}
