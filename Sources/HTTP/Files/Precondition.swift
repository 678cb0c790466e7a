import HTTPTypes

/// Evaluates a request's preconditions in the order of RFC 9110 13.2.2.
package enum Precondition: Sendable, Equatable {
  /// Answer as if there were none.
  case passed
  /// 304: the client has this version.
  case notModified
  /// 412: the client wants another version.
  case failed

  /// `tag` is the entity tag of the current version, `nil` if there is none; `modified` its second
  /// of change.
  package static func evaluate(_ request: Request, tag: String?, modified: Int64?) -> Precondition {
    let headers = request.headers
    if let list = headers[.ifMatch] {
      guard let tag, EntityTags.matchesStrongly(list, tag) else { return .failed }
    } else if let date = headers[.ifUnmodifiedSince].flatMap(HTTPDate.second), let modified {
      guard modified <= date else { return .failed }
    }
    let isSafe = request.method == .get || request.method == .head
    if let list = headers[.ifNoneMatch] {
      guard let tag, EntityTags.matchesWeakly(list, tag) else { return .passed }
      return isSafe ? .notModified : .failed
    }
    if isSafe, let date = headers[.ifModifiedSince].flatMap(HTTPDate.second), let modified,
      modified <= date
    {
      return .notModified
    }
    return .passed
  }

  /// Throws 412 if a request that changes something wants to act on another version than the
  /// current one. `tag` is asked for only if the request has a precondition.
  package static func require(
    _ request: Request, tag: @autoclosure () throws -> String?, modified: Int64?
  ) throws {
    let fields: [HTTPField.Name] = [.ifMatch, .ifUnmodifiedSince, .ifNoneMatch]
    guard fields.contains(where: request.headers.contains) else { return }
    let tag = try tag()
    guard evaluate(request, tag: tag, modified: modified) == .failed else { return }
    throw unmet(tag.map { [.eTag: $0] } ?? [:])
  }

  /// What GET or HEAD is answered in place of the content: 304 with `fields`, which have the tag;
  /// `nil` if the content is wanted. Throws 412.
  static func answer(
    to request: Request, tag: String, modified: Int64, _ fields: HTTPFields
  ) throws -> Response? {
    switch evaluate(request, tag: tag, modified: modified) {
    case .passed: nil
    case .notModified: Response(status: .notModified, headers: fields)
    case .failed: throw unmet(fields)
    }
  }

  /// 412, with the fields that tell which version there is.
  private static func unmet(_ fields: HTTPFields) -> HTTPError {
    HTTPError(
      .preconditionFailed, "What is here is not the version that the request asks for.",
      headers: fields)
  }

  /// `If-Range` (13.1.5): the range counts only for this version, compared strongly.
  static func allowsRange(_ request: Request, tag: String, modified: Int64) -> Bool {
    guard let value = request.headers[.ifRange] else { return true }
    if value.hasPrefix("\"") || value.hasPrefix("W/") { return value == tag }
    return HTTPDate.second(value) == modified
  }
}
