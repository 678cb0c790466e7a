package import HTTPTypes

/// What a request asks for, decoded once (RFC 9112 3.2).
package struct RequestTarget: Equatable {
  /// Decoded and checked; `*` for the asterisk form.
  package var path: String
  package var query: Query
  /// `host` or `host:port` of the absolute form.
  package var authority: String?

  package init(_ bytes: Span<UInt8>, method: HTTPRequest.Method) throws(ParseError.TargetError) {
    if bytes[0] == UInt8(ascii: "/") {
      (path, query) = try Self.pathAndQuery(bytes)
    } else if bytes.equals("*") {
      guard method == .options else { throw .form }
      path = "*"
      query = Query()
    } else {
      self = try Self.absolute(bytes)
    }
  }

  private init(path: String, query: Query, authority: String) {
    self.path = path
    self.query = query
    self.authority = authority
  }

  /// `http://host:port/path?query`; `https` is what a proxy in front may pass on.
  private static func absolute(
    _ bytes: Span<UInt8>
  ) throws(ParseError.TargetError) -> RequestTarget {
    var start = 0
    if bytes.count > 7, bytes.extracting(0..<7).equalsIgnoringCase("http://") {
      start = 7
    } else if bytes.count > 8, bytes.extracting(0..<8).equalsIgnoringCase("https://") {
      start = 8
    } else {
      throw .form
    }
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?") {
      end += 1
    }
    guard let authority = Authority.parse(bytes.extracting(start..<end)) else { throw .authority }
    let rest = bytes.extracting(end..<bytes.count)
    if rest.isEmpty {
      return RequestTarget(path: "/", query: Query(), authority: authority)
    }
    if rest[0] == UInt8(ascii: "?") {
      let query = try Query(encoded: rest.extracting(1..<rest.count))
      return RequestTarget(path: "/", query: query, authority: authority)
    }
    let (path, query) = try pathAndQuery(rest)
    return RequestTarget(path: path, query: query, authority: authority)
  }

  private static func pathAndQuery(
    _ bytes: Span<UInt8>
  ) throws(ParseError.TargetError) -> (String, Query) {
    guard let mark = bytes.firstIndex(of: UInt8(ascii: "?")) else {
      return (try PathDecoder.decode(bytes), Query())
    }
    return (
      try PathDecoder.decode(bytes.extracting(0..<mark)),
      try Query(encoded: bytes.extracting((mark + 1)..<bytes.count))
    )
  }
}
