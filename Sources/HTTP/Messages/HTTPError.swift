package import HTTPTypes

/// An error with a status: what the server itself answers, and what a handler may throw.
package struct HTTPError: Error, Equatable {
  package var status: HTTPResponse.Status
  /// What is wrong with this request, for the person who sent it.
  package var detail: String
  /// Fields the answer must carry, such as `Allow` with 405 or `Retry-After` with 503.
  package var headers: HTTPFields

  package init(
    _ status: HTTPResponse.Status, _ detail: String, headers: HTTPFields = HTTPFields()
  ) {
    self.status = status
    self.detail = detail
    self.headers = headers
  }
}
