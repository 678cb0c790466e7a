package import HTTPTypes

/// One request as a handler sees it: the target is decoded and checked, the body (of a route that
/// collects it) is whole and no longer compressed.
package struct Request: Sendable {
  /// The method as sent: `HEAD` stays `HEAD` although the handler of `GET` answers it.
  package var method: HTTPRequest.Method
  /// The path of the target, percent-decoded once: valid UTF-8 that starts with `/` and has no
  /// empty segment (but for a final one), no `.` or `..` segment, no backslash and no control
  /// character.
  package var path: String
  /// What the `{name}` parts of the route's pattern matched.
  package var pathParameters = PathParameters()
  /// The pairs after `?`, in the order sent.
  package var query: Query
  /// The header fields; names compare without case. `Host` is not among them: see ``host``.
  package var headers: HTTPFields
  /// The body; empty for a route that streams its upload.
  package var body: [UInt8] = []
  /// The fields that followed a chunked body. Never merged into `headers` (RFC 9110 6.5.1).
  package var trailers = HTTPFields()
  /// The host asked for, as `name` or `name:port`: of an absolute target, else of `Host`
  /// (RFC 9112 3.2.2). Empty for an HTTP/1.0 client that named none.
  package var host: String
  /// The client's address; a trusted proxy's client when the server is configured so.
  package var remoteAddress: String
  /// True if the client (or the trusted proxy's client) came over TLS.
  package var isSecure = false
  /// Names this request in logs and in problem documents.
  package var id: RequestID
  /// Who asks, as set by ``ServerConfiguration/authorize``.
  package var principal: String?

  package init(
    method: HTTPRequest.Method, path: String, query: Query = Query(),
    headers: HTTPFields = HTTPFields(), body: [UInt8] = [], host: String = "",
    remoteAddress: String = "", id: RequestID = RequestID(value: 0)
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.host = host
    self.remoteAddress = remoteAddress
    self.id = id
  }
}
