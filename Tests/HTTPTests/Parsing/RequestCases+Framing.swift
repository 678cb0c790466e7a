import HTTP

extension RequestCase {
  private static func connection(
    _ name: String, _ version: String, _ value: String, keeps: Bool
  ) -> RequestCase {
    RequestCase(
      "connection: " + name, head("GET / HTTP/\(version)", "Host: a", "Connection: \(value)"),
      Seen(keeps: keeps))
  }

  /// RFC 9112 9.3: who keeps the connection.
  static let connections: [RequestCase] = [
    connection("close", "1.1", "close", keeps: false),
    connection("close in capitals", "1.1", "CLOSE", keeps: false),
    connection("close in a list", "1.1", "x, close", keeps: false),
    connection("close and keep-alive", "1.1", "keep-alive, close", keeps: false),
    connection("keep-alive", "1.1", "keep-alive", keeps: true),
    connection("an unknown option", "1.1", "x", keeps: true),
    connection("a word that contains close", "1.1", "closed", keeps: true),
    connection("upgrade is not taken", "1.1", "Upgrade, HTTP2-Settings", keeps: true),
    connection("empty", "1.1", "", keeps: true),
    connection("keep-alive of HTTP/1.0", "1.0", "keep-alive", keeps: true),
    connection("keep-alive of HTTP/1.0 in capitals", "1.0", "Keep-Alive", keeps: true),
    connection("keep-alive of HTTP/1.0 in a list", "1.0", "x,keep-alive", keeps: true),
    connection("close of HTTP/1.0", "1.0", "close", keeps: false),
    RequestCase(
      "connection: close in the second field",
      head("GET / HTTP/1.1", "Host: a", "Connection: x", "Connection: close"), Seen(keeps: false)),
  ]

  private static func smuggle(
    _ name: String, _ lines: String..., body: String = "0\r\n\r\n", version: String = "1.1",
    error: ParseError
  ) -> RequestCase {
    RequestCase(
      "smuggling: " + name,
      head("POST / HTTP/\(version)", "Host: a", lines.joined(separator: "\r\n")) + body, error)
  }

  /// What two readers could frame differently.
  static let smuggling: [RequestCase] = [
    smuggle(
      "length and chunked", "Content-Length: 5", "Transfer-Encoding: chunked",
      error: .lengthAndTransferEncoding),
    smuggle(
      "chunked and length", "Transfer-Encoding: chunked", "Content-Length: 5",
      error: .lengthAndTransferEncoding),
    smuggle(
      "chunked and length 0", "Transfer-Encoding: chunked", "Content-Length: 0",
      error: .lengthAndTransferEncoding),
    smuggle(
      "chunked twice", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked",
      error: .severalTransferEncodings),
    smuggle("chunked twice in one", "Transfer-Encoding: chunked, chunked", error: .chunkedNotLast),
    smuggle("chunked not last", "Transfer-Encoding: chunked, gzip", error: .chunkedNotLast),
    smuggle("gzip alone", "Transfer-Encoding: gzip", error: .chunkedNotLast),
    smuggle("identity", "Transfer-Encoding: identity", error: .chunkedNotLast),
    smuggle(
      "identity and chunked", "Transfer-Encoding: identity, chunked", error: .unknownTransferCoding),
    smuggle("gzip and chunked", "Transfer-Encoding: gzip, chunked", error: .unknownTransferCoding),
    smuggle(
      "identity, then chunked", "Transfer-Encoding: identity", "Transfer-Encoding: chunked",
      error: .chunkedNotLast),
    smuggle(
      "chunked, then identity", "Transfer-Encoding: chunked", "Transfer-Encoding: identity",
      error: .severalTransferEncodings),
    smuggle("an empty coding", "Transfer-Encoding:", error: .chunkedNotLast),
    smuggle(
      "a comma before chunked", "Transfer-Encoding: , chunked", error: .unknownTransferCoding),
    smuggle("xchunked", "Transfer-Encoding: xchunked", error: .chunkedNotLast),
    smuggle("chunkedx", "Transfer-Encoding: chunkedx", error: .chunkedNotLast),
    smuggle("chunk", "Transfer-Encoding: chunk", error: .chunkedNotLast),
    smuggle("a parameter", "Transfer-Encoding: chunked;q=1", error: .chunkedNotLast),
    smuggle("quotes", "Transfer-Encoding: \"chunked\"", error: .chunkedNotLast),
    smuggle("a vertical tab", "Transfer-Encoding: \u{B}chunked", error: .badFieldValue),
    smuggle("NUL behind", "Transfer-Encoding: chunked\0", error: .badFieldValue),
    smuggle("a space before the colon", "Transfer-Encoding : chunked", error: .badFieldName),
    smuggle("a tab before the colon", "Transfer-Encoding\t: chunked", error: .badFieldName),
    smuggle("folded", "Transfer-Encoding:\r\n chunked", error: .chunkedNotLast),
    smuggle("hidden behind a bare LF", "X: y\nTransfer-Encoding: chunked", error: .bareLineEnding),
    smuggle("hidden behind a bare CR", "X: y\rTransfer-Encoding: chunked", error: .bareLineEnding),
    smuggle(
      "an underscore is another name", "Transfer_Encoding: chunked", "Content-Length : 5",
      error: .badFieldName),
    smuggle(
      "chunked in HTTP/1.0", "Transfer-Encoding: chunked", version: "1.0",
      error: .transferEncodingInHTTP10),
    smuggle(
      "a length hidden by a prefix", " Content-Length: 5", error: .foldedLine),
    smuggle("a length with NUL", "Content-Length: 5\0", error: .badFieldValue),
    RequestCase(
      "smuggling: a second request in a GET's body",
      head("GET / HTTP/1.1", "Host: a", "Content-Length: 18") + "GET / HTTP/1.1\r\n\r\n",
      Seen(body: "GET / HTTP/1.1\r\n\r\n")),
    RequestCase(
      "smuggling: a body without a length is the next request",
      head("POST / HTTP/1.1", "Host: a") + "hello\r\n", Seen("POST"), then: .malformedRequestLine),
  ]

  private static let plain = head("GET / HTTP/1.1", "Host: a")
  private static let eight = (1...7).map { "X: \($0)\r\n" }.joined()
  private static let eightShown = (1...7).map { "x=\($0)" }.joined(separator: ";")
  /// "GET /" + 113 + " HTTP/1.1\r\n" are 128 bytes.
  private static let longest = String(repeating: "x", count: 112)
  /// "Host: a\r\n" + "X: " + 498 + "\r\n" + "\r\n" are 512 bytes... less the empty line's two.
  private static let widest = String(repeating: "y", count: 496)

  /// Limits, and several requests on one connection.
  static let limitsAndPipelines: [RequestCase] = [
    RequestCase(
      "limits: the longest request line", head("GET /\(longest) HTTP/1.1", "Host: a"),
      Seen("GET", "/" + longest)),
    RequestCase(
      "limits: one byte more", head("GET /\(longest)x HTTP/1.1", "Host: a"),
      .requestLineTooLong(limit: 128)),
    RequestCase(
      "limits: a request line without end", "GET /" + longest + longest,
      .requestLineTooLong(limit: 128)),
    RequestCase(
      "limits: the widest fields", head("GET / HTTP/1.1", "Host: a", "X: \(widest)"),
      Seen(fields: "x=" + widest)),
    RequestCase(
      "limits: one byte wider", head("GET / HTTP/1.1", "Host: a", "X: \(widest)y"),
      .fieldsTooLong(limit: 512)),
    RequestCase(
      "limits: a field without end", "GET / HTTP/1.1\r\nHost: a\r\nX: \(widest)\(widest)",
      .fieldsTooLong(limit: 512)),
    RequestCase(
      "limits: eight fields", "GET / HTTP/1.1\r\nHost: a\r\n\(eight)\r\n",
      Seen(fields: eightShown)),
    RequestCase(
      "limits: nine fields", "GET / HTTP/1.1\r\nHost: a\r\n\(eight)Y: z\r\n\r\n",
      .tooManyFields(limit: 8)),
    RequestCase("pipeline: two", plain + plain, Seen(), Seen()),
    RequestCase(
      "pipeline: three and a half", plain + plain + plain + "GET /", Seen(), Seen(), Seen()),
    RequestCase("pipeline: an empty line between", plain + "\r\n" + plain, Seen(), Seen()),
    RequestCase(
      "pipeline: a body between",
      head("POST /1 HTTP/1.1", "Host: a", "Content-Length: 2") + "hi" + plain,
      Seen("POST", "/1", body: "hi"), Seen()),
    RequestCase(
      "pipeline: chunks between",
      head("POST /1 HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "2\r\nhi\r\n0\r\n\r\n"
        + plain, Seen("POST", "/1", body: "hi"), Seen()),
    RequestCase(
      "pipeline: the second is bad", plain + "GET\r\n", Seen(), then: .malformedRequestLine),
    RequestCase(
      "pipeline: the second has no host", plain + head("GET / HTTP/1.1"), Seen(), then: .missingHost
    ),
    RequestCase(
      "pipeline: HEAD and GET", head("HEAD /1 HTTP/1.1", "Host: a") + plain, Seen("HEAD", "/1"),
      Seen()),
  ]
}
