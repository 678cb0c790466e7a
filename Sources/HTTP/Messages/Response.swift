package import HTTPTypes

/// An answer: status, fields and body.
///
/// The server adds `Date`, the framing (`Content-Length` or `Transfer-Encoding`), `Connection`,
/// compression and its security fields; a handler sets none of these.
package struct Response: Sendable {
  package var status: HTTPResponse.Status
  package var headers: HTTPFields
  package var body: ResponseBody
  /// Called where the answer finds its client gone, which then knows nothing of what it was given.
  /// May run on the event loop: be quick.
  package var onLost: (@Sendable () -> Void)?

  package init(
    status: HTTPResponse.Status = .ok, headers: HTTPFields = HTTPFields(),
    body: ResponseBody = .empty
  ) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Tells whoever made the answer that nobody gets it.
  func lose() {
    if case .stream(let stream) = body { stream.end(.clientGone, broken: true) }
    onLost?()
  }

  /// An answer of bytes of one type, such as `application/json`.
  package init(status: HTTPResponse.Status = .ok, type: String, bytes: [UInt8]) {
    self.init(status: status, body: .bytes(bytes))
    headers.append(HTTPField(name: .contentType, value: type))
  }

  /// An answer of plain text in UTF-8.
  package init(status: HTTPResponse.Status = .ok, text: String) {
    self.init(status: status, type: "text/plain; charset=utf-8", bytes: Array(text.utf8))
  }
}
