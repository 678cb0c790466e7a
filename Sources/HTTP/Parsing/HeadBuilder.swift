import HTTPTypes

/// Collects a head line by line and watches the fields that frame and route the message.
struct HeadBuilder {
  private var method: HTTPRequest.Method
  private var target: RequestTarget
  private var minorVersion: Int
  private var fields = HTTPFields()
  private var host: String?
  private var contentLength: Int64?
  private var isChunked = false
  private var wantsClose = false
  private var wantsKeepAlive = false
  private var expectsContinue = false

  init(_ line: RequestLine) {
    method = line.method
    target = line.target
    minorVersion = line.minorVersion
  }

  /// Bytes of the field lines so far, with their line ends.
  private(set) var byteCount = 0
  private var fieldCount = 0

  /// Adds one field line.
  mutating func add(_ line: Span<UInt8>, limits: FieldLimits) throws(ParseError) {
    byteCount += line.count + 2
    defer { fieldCount += 1 }
    guard fieldCount < limits.count else { throw .tooManyFields(limit: limits.count) }
    let parts = try FieldLine(line)
    let name = line.extracting(parts.name)
    let value = line.extracting(parts.value)
    // Host is kept as `host`, where the absolute target overrides it; HTTPTypes has no name for it.
    if name.equalsIgnoringCase("host") { return try addHost(value) }
    let fieldName = try FieldName.parse(name)
    switch fieldName {
    case .contentLength: try addContentLength(value)
    case .transferEncoding: try addTransferEncoding(value)
    case .connection: addConnection(value)
    case .expect: try addExpect(value)
    default: break
    }
    fields.append(value.withUnsafeBufferPointer { HTTPField(name: fieldName, value: $0) })
  }

  /// The whole head.
  consuming func finish() throws(ParseError) -> RequestHead {
    // RFC 9112 3.2: a 1.1 request without Host is a 400, even when its target is absolute.
    if host == nil, minorVersion > 0 { throw .missingHost }
    // 6.1, 6.3: the classic of request smuggling.
    if isChunked, contentLength != nil { throw .lengthAndTransferEncoding }
    let framing: RequestHead.Framing =
      if isChunked { .chunked } else if let contentLength { .length(contentLength) } else { .none }
    return RequestHead(
      method: method, target: target, minorVersion: minorVersion, fields: fields,
      host: target.authority ?? host ?? "", framing: framing,
      // 9.3: close wins; 1.1 keeps; 1.0 keeps when it asks to.
      isPersistent: !wantsClose && (minorVersion > 0 || wantsKeepAlive),
      // RFC 9110 10.1.1: an expectation of HTTP/1.0 is ignored.
      expectsContinue: expectsContinue && minorVersion > 0)
  }

  private mutating func addHost(_ value: Span<UInt8>) throws(ParseError) {
    guard host == nil else { throw .severalHosts }
    guard let parsed = Authority.parse(value) else { throw .badHost }
    host = parsed
  }

  /// RFC 9112 6.3 lets equal repetitions pass; no client sends them, and a proxy may differ.
  private mutating func addContentLength(_ value: Span<UInt8>) throws(ParseError) {
    guard contentLength == nil else { throw .severalContentLengths }
    guard (1...18).contains(value.count), value.count == 1 || value[0] != UInt8(ascii: "0") else {
      throw .badContentLength
    }
    var length: Int64 = 0
    for index in value.indices {
      guard value[index].isDigit else { throw .badContentLength }
      length = length * 10 + Int64(value[index] - UInt8(ascii: "0"))
    }
    contentLength = length
  }

  private mutating func addTransferEncoding(_ value: Span<UInt8>) throws(ParseError) {
    guard !isChunked else { throw .severalTransferEncodings }
    // 6.1: an HTTP/1.0 peer does not know it, so someone between changed the message.
    guard minorVersion > 0 else { throw .transferEncodingInHTTP10 }
    if value.equalsIgnoringCase("chunked") {
      isChunked = true
      return
    }
    // 6.1: 501 for a coding not understood, if the end of the body would at least be known.
    let codings = value.tokenList()
    let isLast = codings.last == "chunked"
    throw isLast && !codings.dropLast().contains("chunked")
      ? .unknownTransferCoding : .chunkedNotLast
  }

  private mutating func addConnection(_ value: Span<UInt8>) {
    if value.equalsIgnoringCase("keep-alive") {
      wantsKeepAlive = true
    } else if value.equalsIgnoringCase("close") {
      wantsClose = true
    } else {
      let options = value.tokenList()
      wantsClose = wantsClose || options.contains("close")
      wantsKeepAlive = wantsKeepAlive || options.contains("keep-alive")
    }
  }

  private mutating func addExpect(_ value: Span<UInt8>) throws(ParseError) {
    guard value.equalsIgnoringCase("100-continue") else { throw .unknownExpectation }
    expectsContinue = true
  }
}
