package import HTTPTypes

/// One row of the route table.
package final class Route: Sendable {
  package let method: HTTPRequest.Method
  package let pattern: RoutePattern
  /// Whatever the program attached at registration, such as the role that is needed.
  package let metadata: (any Sendable)?
  /// The longest body in bytes, after expansion; `nil` for ``Limits/body`` (``Limits/upload``).
  package let bodyLimit: Int64?
  /// The answer waits for something that may never happen: a client that ends its side is taken to
  /// be gone.
  package let isLongPoll: Bool
  package let handler: Handler

  init(
    _ method: HTTPRequest.Method, _ pattern: RoutePattern, metadata: (any Sendable)?,
    bodyLimit: Int64?, isLongPoll: Bool, _ handler: Handler
  ) {
    self.method = method
    self.pattern = pattern
    self.metadata = metadata
    self.bodyLimit = bodyLimit
    self.isLongPoll = isLongPoll
    self.handler = handler
  }
}
