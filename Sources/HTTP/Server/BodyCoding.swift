import HTTPTypes

/// The content coding of a request body (RFC 9110 8.4).
enum BodyCoding {
  case identity
  /// gzip, or deflate in its zlib wrapping: the expander tells them apart.
  case gzip

  /// `nil` for a coding that is not served.
  init?(_ headers: HTTPFields) {
    switch headers[.contentEncoding]?.lowercased() {
    case nil, "", "identity": self = .identity
    case "gzip", "x-gzip", "deflate": self = .gzip
    default: return nil
    }
  }

  /// The request with its body expanded to at most `limit` bytes.
  static func expand(_ request: Request, limit: Int64) throws -> Request {
    guard !request.body.isEmpty, BodyCoding(request.headers) == .gzip else { return request }
    var request = request
    request.body = try Gunzip.expand(request.body, limit: limit)
    request.headers[.contentEncoding] = nil
    return request
  }
}
