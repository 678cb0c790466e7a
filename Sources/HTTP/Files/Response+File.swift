package import HTTPTypes

extension Response {
  /// Answers GET or HEAD with a file: preconditions, then range (RFC 9110 13.2.2, 14.2).
  ///
  /// `tag` is a strong entity tag and `modified` a second since 1970, the file's own if `nil`;
  /// `fields` go into every answer (such as `Cache-Control` or `Content-Disposition`). Throws 412
  /// and 416.
  package static func file(
    _ file: OpenFile, type: String, tag: String? = nil, modified: Int64? = nil,
    fields: HTTPFields = HTTPFields(), for request: Request
  ) throws -> Response {
    let tag = tag ?? file.entityTag
    var response = Response(headers: fields, body: .file(file, range: 0..<file.size))
    response.headers[.eTag] = tag
    response.headers[.lastModified] = modified.map(HTTPDate.text) ?? file.lastModified
    let modified = modified ?? file.modified / 1_000_000_000
    if let answer = try Precondition.answer(
      to: request, tag: tag, modified: modified, response.headers)
    {
      return answer
    }
    response.headers[.contentType] = type
    response.headers[.acceptRanges] = "bytes"
    try response.cut(file, to: request, tag: tag, modified: modified)
    return response
  }

  /// Serves the range of `file` that the request asks for, if it asks for one.
  private mutating func cut(
    _ file: OpenFile, to request: Request, tag: String, modified: Int64
  ) throws {
    guard request.method == .get, let value = request.headers[.range],
      Precondition.allowsRange(request, tag: tag, modified: modified)
    else { return }
    switch ByteRange(value, size: file.size) {
    case .whole: return
    case .part(let range):
      status = .partialContent
      headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
      body = .file(file, range: range)
    case .unsatisfiable:
      throw HTTPError(
        .rangeNotSatisfiable, "The range begins behind the end, at \(file.size) bytes.",
        headers: [.contentRange: "bytes */\(file.size)"])
    }
  }
}
