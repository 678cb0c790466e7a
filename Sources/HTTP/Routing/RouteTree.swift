import HTTPTypes

/// The patterns as a tree of segments. A node's routes are indices into the router's table by method.
struct RouteTree: Sendable {
  private struct Node: Sendable {
    var literals: [String: Int] = [:]
    var parameter: Int?
    var methods: [HTTPRequest.Method: Int] = [:]
    /// Routes whose last part is `{name...}` below this node.
    var rest: [HTTPRequest.Method: Int] = [:]
  }

  private var nodes = [Node()]

  mutating func insert(_ route: Route, index: Int) {
    var at = 0
    for part in route.pattern.parts {
      switch part {
      case .literal(let text):
        at = nodes[at].literals[text] ?? grow { nodes, new in nodes[at].literals[text] = new }
      case .parameter:
        at = nodes[at].parameter ?? grow { nodes, new in nodes[at].parameter = new }
      case .rest:
        let old = nodes[at].rest.updateValue(index, forKey: route.method)
        precondition(old == nil, "two handlers for \(route.method) \(route.pattern)")
        return
      }
    }
    let old = nodes[at].methods.updateValue(index, forKey: route.method)
    precondition(old == nil, "two handlers for \(route.method) \(route.pattern)")
  }

  private mutating func grow(_ link: (inout [Node], Int) -> Void) -> Int {
    nodes.append(Node())
    link(&nodes, nodes.count - 1)
    return nodes.count - 1
  }

  /// The methods of the most particular pattern that matches `path`, and what its holes matched.
  func find(_ path: String) -> (methods: [HTTPRequest.Method: Int], parameters: [String])? {
    if path == "/" {
      return nodes[0].methods.isEmpty ? nil : (nodes[0].methods, [])
    }
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    return descend(0, segments[...], [])
  }

  private func descend(
    _ at: Int, _ segments: ArraySlice<Substring>, _ parameters: [String]
  ) -> (methods: [HTTPRequest.Method: Int], parameters: [String])? {
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
