package import HTTPTypes

/// One answered request, for logs and metrics.
package struct ExchangeSummary: Sendable {
  package let id: RequestID
  package let method: HTTPRequest.Method
  package let path: String
  /// `nil` if no route matched.
  package let route: Route?
  package let status: HTTPResponse.Status
  package let remoteAddress: String
  package let principal: String?
  /// From the end of the request's head to its answer's head; a stream lasts longer.
  package let duration: Duration
}
