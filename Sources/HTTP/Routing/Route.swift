package import HTTPTypes

/// One row of the route table.
package struct Route: Sendable {
  package let method: HTTPRequest.Method
  package let pattern: RoutePattern
  /// Whatever the program attached at registration, such as the role that is needed.
  package let metadata: (any Sendable)?
  /// The longest body in bytes, after expansion; `nil` for ``Limits/body`` (an upload: no limit).
  package let bodyLimit: Int64?
  package let handler: Handler
}
