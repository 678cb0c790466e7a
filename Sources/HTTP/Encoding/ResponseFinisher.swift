import HTTPTypes

/// What every answer gets before it is framed: `304` for a version the client has, and gzip.
///
/// It needs only the request's fields, so that it runs where the handler ran.
package struct ResponseFinisher: Sendable {
  /// Below this a body fits a packet or two, and compressing gains nothing.
  static let smallest = 1_024

  private let acceptsGzip: Bool
  private let ifNoneMatch: String?

  package init(_ request: Request) {
    let isSafe = request.method == .get || request.method == .head
    acceptsGzip = request.headers[.acceptEncoding].map(AcceptEncoding.allowsGzip) ?? false
    ifNoneMatch = isSafe ? request.headers[.ifNoneMatch] : nil
  }

  /// True if there is nothing to do whatever the request says: the answer is small and has no tag.
  static func isFinished(_ response: Response) -> Bool {
    switch response.body {
    case .bytes(let bytes) where bytes.count >= smallest: return false
    case .stream: return false
    default: return !response.headers.contains(.eTag)
    }
  }

  /// True if finishing would compress, and so take time in proportion to the body.
  func wouldCompress(_ response: Response) -> Bool {
    guard acceptsGzip, case .bytes(let bytes) = response.body else { return false }
    return bytes.count >= Self.smallest && Self.isCompressible(response)
  }

  package func finish(_ response: Response) -> Response {
    var response = response
    let compress = Self.isCompressible(response) ? Self.compressor(of: response.body) : nil
    if compress != nil {
      response.headers.append(HTTPField(name: .vary, value: "Accept-Encoding"))
    }
    if isKnown(response) {
      // RFC 9110 15.4.5: the fields that guide caches are those of 200, those of the content go.
      response.status = .notModified
      if case .stream(let stream) = response.body { stream.end(.finished, broken: true) }
      response.body = .empty
      response.headers[.contentType] = nil
      if compress != nil, acceptsGzip { Self.markTag(of: &response) }
      return response
    }
    guard acceptsGzip, let body = compress?() else { return response }
    response.body = body
    response.headers[.contentEncoding] = "gzip"
    Self.markTag(of: &response)
    return response
  }

  /// The client has this version.
  private func isKnown(_ response: Response) -> Bool {
    guard let ifNoneMatch, response.status == .ok, let tag = response.headers[.eTag] else {
      return false
    }
    return EntityTags.matchesWeakly(ifNoneMatch, tag)
  }

  /// Gives what is compressed the tag of that form.
  private static func markTag(of response: inout Response) {
    response.headers[.eTag] = response.headers[.eTag].map(EntityTags.compressed)
  }

  /// How to compress a body; `nil` for one that is sent as it is whatever the client accepts.
  private static func compressor(of body: ResponseBody) -> (() -> ResponseBody?)? {
    switch body {
    case .bytes(let bytes) where bytes.count >= Self.smallest:
      { Gzip.compress(bytes).map(ResponseBody.bytes) }
    case .stream(let stream) where stream.isPulled:
      { stream.compressed().map(ResponseBody.stream) }
    default: nil
    }
  }

  private static func isCompressible(_ response: Response) -> Bool {
    guard response.headers[.contentEncoding] == nil, response.status != .partialContent,
      let type = response.headers[.contentType]
    else { return false }
    return ContentType.isCompressible(type)
  }
}
