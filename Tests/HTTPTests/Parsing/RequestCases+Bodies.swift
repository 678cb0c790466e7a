import HTTP

extension RequestCase {
  private static func post(_ lines: String..., body: String) -> String {
    head("POST / HTTP/1.1", "Host: a", lines.joined(separator: "\r\n")) + body
  }

  private static func length(_ name: String, _ value: String) -> RequestCase {
    RequestCase(
      "length: " + name, post("Content-Length:\(value)", body: "hello"), .badContentLength)
  }

  /// RFC 9112 6.2, 6.3; RFC 9110 8.6: sized bodies.
  static let lengths: [RequestCase] = [
    RequestCase("length: 5", post("Content-Length: 5", body: "hello"), Seen("POST", body: "hello")),
    RequestCase("length: 0", post("Content-Length: 0", body: ""), Seen("POST")),
    RequestCase("length: none", post("X: y", body: ""), Seen("POST", fields: "x=y")),
    RequestCase(
      "length: of a GET", head("GET / HTTP/1.1", "Host: a", "Content-Length: 2") + "hi",
      Seen(body: "hi")),
    RequestCase(
      "length: of a DELETE", head("DELETE / HTTP/1.1", "Host: a", "Content-Length: 2") + "hi",
      Seen("DELETE", body: "hi")),
    RequestCase(
      "length: in HTTP/1.0", head("POST / HTTP/1.0", "Content-Length: 2") + "hi",
      Seen("POST", host: "", body: "hi", keeps: false)),
    RequestCase(
      "length: a body of line ends", post("Content-Length: 4", body: "\r\n\r\n"),
      Seen("POST", body: "\r\n\r\n")),
    RequestCase(
      "length: a body that looks like a request",
      post("Content-Length: 18", body: "GET / HTTP/1.1\r\n\r\n"),
      Seen("POST", body: "GET / HTTP/1.1\r\n\r\n")),
    RequestCase(
      "length: white space around", post("Content-Length: \t5 ", body: "hello"),
      Seen("POST", body: "hello")),
    RequestCase("length: a body cut short", post("Content-Length: 5", body: "hell")),
    length("negative", " -5"),
    length("with a plus", " +5"),
    length("empty", ""),
    length("hexadecimal", " 0x5"),
    length("with a leading zero", " 05"),
    length("zeros", " 00"),
    length("with a point", " 5.0"),
    length("an exponent", " 5e0"),
    length("a list", " 5, 5"),
    length("a list of different ones", " 5, 6"),
    length("a comma behind", " 5,"),
    length("two numbers", " 5 5"),
    length("letters", " five"),
    length("letters behind", " 5a"),
    length("digits beyond ASCII", " ٥"),
    length("beyond 64 bits", " 18446744073709551621"),
    length("of nineteen digits", " 1000000000000000000"),
    length("a quoted number", " \"5\""),
    RequestCase(
      "length: twice", post("Content-Length: 5", "Content-Length: 6", body: "hello"),
      .severalContentLengths),
    RequestCase(
      "length: twice the same", post("Content-Length: 5", "Content-Length: 5", body: "hello"),
      .severalContentLengths),
    RequestCase(
      "length: twice in different case", post("Content-Length: 5", "content-length: 5", body: ""),
      .severalContentLengths),
  ]

  private static func chunks(_ body: String) -> String {
    post("Transfer-Encoding: chunked", body: body)
  }

  private static func chunks(_ name: String, _ body: String, _ seen: Seen) -> RequestCase {
    RequestCase("chunked: " + name, chunks(body), seen)
  }

  private static func chunks(_ name: String, _ body: String, _ error: ParseError) -> RequestCase {
    RequestCase("chunked: " + name, chunks(body), error)
  }

  private static let long = String(repeating: "x", count: 600)

  /// RFC 9112 7.1: chunked bodies.
  static let chunked: [RequestCase] = [
    chunks("one chunk", "5\r\nhello\r\n0\r\n\r\n", Seen("POST", body: "hello")),
    chunks("two chunks", "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", Seen("POST", body: "hello")),
    chunks("no chunk", "0\r\n\r\n", Seen("POST")),
    chunks("capital digits", "A\r\n0123456789\r\n0\r\n\r\n", Seen("POST", body: "0123456789")),
    chunks("small digits", "a\r\n0123456789\r\n0\r\n\r\n", Seen("POST", body: "0123456789")),
    chunks("leading zeros", "0005\r\nhello\r\n000\r\n\r\n", Seen("POST", body: "hello")),
    chunks("an extension", "5;a=b\r\nhello\r\n0\r\n\r\n", Seen("POST", body: "hello")),
    chunks("a quoted extension", "5;a=\"b;c\"\r\nhello\r\n0\r\n\r\n", Seen("POST", body: "hello")),
    chunks("an extension of the last chunk", "0;a\r\n\r\n", Seen("POST")),
    chunks("line ends in the data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", Seen("POST", body: "\r\n\r\n")),
    chunks("a trailer", "0\r\nX: y\r\n\r\n", Seen("POST", trailers: "x=y")),
    chunks(
      "two trailers", "2\r\nhi\r\n0\r\nX: y\r\nZ: w\r\n\r\n",
      Seen("POST", body: "hi", trailers: "x=y;z=w")),
    chunks("capitals in the coding's name", "0\r\n\r\n", Seen("POST")),
    RequestCase(
      "chunked: the coding in capitals",
      post("Transfer-Encoding: CHUNKED", body: "2\r\nhi\r\n0\r\n\r\n"), Seen("POST", body: "hi")),
    RequestCase("chunked: without its end", chunks("5\r\nhello\r\n")),
    RequestCase("chunked: without the last line", chunks("5\r\nhello\r\n0\r\n")),
    RequestCase("chunked: cut in the data", chunks("5\r\nhel")),
    RequestCase("chunked: cut in the size", chunks("5")),
    chunks("an empty size", "\r\nhello\r\n", .badChunkSize),
    chunks("a negative size", "-1\r\n", .badChunkSize),
    chunks("a size with a plus", "+5\r\nhello\r\n", .badChunkSize),
    chunks("a size with 0x", "0x5\r\nhello\r\n", .badChunkSize),
    chunks("a size of other letters", "g\r\n", .badChunkSize),
    chunks("a space before the size", " 5\r\nhello\r\n", .badChunkSize),
    chunks("a space after the size", "5 \r\nhello\r\n", .badChunkSize),
    chunks("a tab after the size", "5\t\r\nhello\r\n", .badChunkSize),
    chunks("a space before the extension", "5 ;a\r\nhello\r\n", .badChunkSize),
    chunks("a size with a point", "5.0\r\nhello\r\n", .badChunkSize),
    chunks("a size of 16 digits", "0000000000000005\r\nhello\r\n", .badChunkSize),
    chunks("a size beyond 64 bits", "10000000000000005\r\n", .badChunkSize),
    chunks("a size with an underscore", "1_0\r\n", .badChunkSize),
    chunks("NUL in an extension", "5;a\0\r\nhello\r\n", .badChunkExtension),
    chunks("a bare CR in an extension", "5;a\rb\r\nhello\r\n", .badChunkExtension),
    chunks("a bare LF after the size", "5\nhello\r\n0\r\n\r\n", .bareLineEnding),
    chunks("a bare LF after an extension", "5;a\nhello\r\n0\r\n\r\n", .bareLineEnding),
    chunks("a bare LF after the data", "5\r\nhello\n0\r\n\r\n", .chunkNotTerminated),
    chunks("a bare CR after the data", "5\r\nhello\r0\r\n\r\n", .chunkNotTerminated),
    chunks("more data than its size", "5\r\nhello!\r\n0\r\n\r\n", .chunkNotTerminated),
    chunks("less data than its size", "5\r\nhell\r\n0\r\n\r\n", .chunkNotTerminated),
    chunks("a bare LF at the end", "0\r\n\n", .bareLineEnding),
    chunks("a bare LF after the last chunk", "0\n\r\n", .bareLineEnding),
    chunks("a trailer without colon", "0\r\nX\r\n\r\n", .badFieldName),
    chunks("a trailer with a space before the colon", "0\r\nX : y\r\n\r\n", .badFieldName),
    chunks("a folded trailer", "0\r\nX: y\r\n z\r\n\r\n", .foldedLine),
    chunks("NUL in a trailer", "0\r\nX: \0\r\n\r\n", .badFieldValue),
    chunks("Content-Length as a trailer", "0\r\nContent-Length: 5\r\n\r\n", .forbiddenTrailer),
    chunks(
      "Transfer-Encoding as a trailer", "0\r\nTransfer-Encoding: x\r\n\r\n", .forbiddenTrailer),
    chunks("Host as a trailer", "0\r\nHost: b\r\n\r\n", .forbiddenTrailer),
    chunks("Authorization as a trailer", "0\r\nAuthorization: b\r\n\r\n", .forbiddenTrailer),
    chunks("too long a trailer", "0\r\nX: \(long)\r\n\r\n", .fieldsTooLong(limit: 512)),
    chunks(
      "too many trailers", "0\r\n" + String(repeating: "X: y\r\n", count: 9) + "\r\n",
      .tooManyFields(limit: 8)),
    chunks(
      "too long an extension", "5;\(long)\(long)\r\nhello\r\n",
      .chunkLineTooLong(limit: 1_024)),
  ]
}
