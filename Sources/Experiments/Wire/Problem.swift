/// An error as RFC 9457 writes it, `application/problem+json`.
package struct Problem: Codable, Hashable, Sendable, Error {
  /// "about:blank" where the status says all; else a path that names the kind of problem.
  package var type: String
  package var title: String
  package var status: Int
  package var detail: String?
  package var requestId: String?
  /// The bad fields, where the problem is in the request's body or query.
  package var errors: [FieldError]?

  package init(
    type: String = "about:blank", title: String, status: Int, detail: String? = nil,
    requestId: String? = nil, errors: [FieldError]? = nil
  ) {
    self.type = type
    self.title = title
    self.status = status
    self.detail = detail
    self.requestId = requestId
    self.errors = errors
  }
}
