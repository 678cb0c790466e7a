package import HTTPTypes

extension Response {
  /// Answers GET or HEAD with a file: preconditions, then range (RFC 9110 13.2.2, 14.2).
  ///
  /// `tag` is a strong entity tag, the file's own if `nil`; `fields` go into every answer (such as
  /// `Cache-Control` or `Content-Disposition`).
  package static func file(
    _ file: OpenFile, type: String, tag: String? = nil, fields: HTTPFields = HTTPFields(),
    for request: Request
  ) -> Response {
    let tag = tag ?? file.entityTag
    let modified = file.modified / 1_000_000_000
    var response = Response(headers: fields, body: .file(file, range: 0..<file.size))
    response.headers[.eTag] = tag
    response.headers[.lastModified] = file.lastModified
    switch Precondition.evaluate(request, tag: tag, modified: modified) {
    case .failed:
      return Response(status: .preconditionFailed, headers: response.headers)
    case .notModified:
      return Response(status: .notModified, headers: response.headers)
    case .passed: break
    }
    response.headers[.contentType] = type
    response.headers[.acceptRanges] = "bytes"
    response.cut(to: request, size: file.size, tag: tag, modified: modified) {
      .file(file, range: $0)
    }
    return response
  }

  /// Serves the range that the request asks for, if it asks for one.
  private mutating func cut(
    to request: Request, size: Int64, tag: String, modified: Int64,
    _ body: (Range<Int64>) -> ResponseBody
  ) {
    guard request.method == .get, let value = request.headers[.range],
      Precondition.allowsRange(request, tag: tag, modified: modified)
    else { return }
    switch ByteRange(value, size: size) {
    case .whole: return
    case .part(let range):
      status = .partialContent
      headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
      self.body = body(range)
    case .unsatisfiable:
      status = .rangeNotSatisfiable
      headers[.contentRange] = "bytes */\(size)"
      headers[.contentType] = nil
      self.body = .empty
    }
  }
}
