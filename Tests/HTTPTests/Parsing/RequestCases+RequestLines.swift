import HTTP

extension RequestCase {
  /// RFC 9112 2.2 and 3: request lines.
  static let requestLines: [RequestCase] = [
    RequestCase("a plain request", head("GET / HTTP/1.1", "Host: a"), Seen()),
    RequestCase("POST", head("POST / HTTP/1.1", "Host: a"), Seen("POST")),
    RequestCase("HEAD", head("HEAD / HTTP/1.1", "Host: a"), Seen("HEAD")),
    RequestCase("PUT", head("PUT / HTTP/1.1", "Host: a"), Seen("PUT")),
    RequestCase("DELETE", head("DELETE / HTTP/1.1", "Host: a"), Seen("DELETE")),
    RequestCase("PATCH", head("PATCH / HTTP/1.1", "Host: a"), Seen("PATCH")),
    RequestCase("a method is case-sensitive", head("get / HTTP/1.1", "Host: a"), Seen("get")),
    RequestCase("an unknown method", head("BREW / HTTP/1.1", "Host: a"), Seen("BREW")),
    RequestCase(
      "every token character in a method", head("!#$%&'*+-.^_`|~09Zz / HTTP/1.1", "Host: a"),
      Seen("!#$%&'*+-.^_`|~09Zz")),
    RequestCase("one empty line before", "\r\n" + head("GET / HTTP/1.1", "Host: a"), Seen()),
    RequestCase(
      "two empty lines before", "\r\n\r\n" + head("GET / HTTP/1.1", "Host: a"),
      .malformedRequestLine),
    RequestCase(
      "a bare LF before", "\n" + head("GET / HTTP/1.1", "Host: a"), .malformedRequestLine),
    RequestCase(
      "a bare CR before", "\r" + head("GET / HTTP/1.1", "Host: a"), .malformedRequestLine),
    RequestCase("white space before", head(" GET / HTTP/1.1", "Host: a"), .malformedRequestLine),
    RequestCase("a tab before", head("\tGET / HTTP/1.1", "Host: a"), .malformedRequestLine),
    RequestCase("a TLS handshake", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", .malformedRequestLine),
    RequestCase("NUL at the start", "\0GET / HTTP/1.1\r\n\r\n", .malformedRequestLine),
    RequestCase("HTTP/0.9", "GET /\r\n", .malformedRequestLine),
    RequestCase("a method alone", "GET\r\n", .malformedRequestLine),
    RequestCase("a method and a space", "GET \r\n", .malformedRequestLine),
    RequestCase("no target", head("GET  HTTP/1.1", "Host: a"), .malformedRequestLine),
    RequestCase("no method", head(" / HTTP/1.1", "Host: a"), .malformedRequestLine),
    RequestCase("two spaces first", head("GET  / HTTP/1.1", "Host: a"), .malformedRequestLine),
    RequestCase("two spaces second", head("GET /  HTTP/1.1", "Host: a"), .malformedVersion),
    RequestCase("a tab for a space", head("GET\t/ HTTP/1.1", "Host: a"), .malformedRequestLine),
    RequestCase("a space at the end", head("GET / HTTP/1.1 ", "Host: a"), .malformedVersion),
    RequestCase("a space in the target", head("GET /a b HTTP/1.1", "Host: a"), .malformedVersion),
    RequestCase("four words", head("GET / x HTTP/1.1", "Host: a"), .malformedVersion),
    RequestCase("a comma in the method", head("GE,T / HTTP/1.1", "Host: a"), .malformedRequestLine),
    RequestCase("a colon in the method", head("GET: / HTTP/1.1", "Host: a"), .malformedRequestLine),
    RequestCase(
      "a letter beyond ASCII in the method", head("GÉT / HTTP/1.1", "Host: a"),
      .malformedRequestLine),
    RequestCase("HTTP/1.0", head("GET / HTTP/1.0", "Host: a"), Seen(keeps: false)),
    RequestCase("HTTP/1.2 counts as 1.1", head("GET / HTTP/1.2", "Host: a"), Seen()),
    RequestCase("HTTP/1.9 counts as 1.1", head("GET / HTTP/1.9", "Host: a"), Seen()),
    RequestCase("HTTP/2.0", head("GET / HTTP/2.0", "Host: a"), .unsupportedVersion),
    RequestCase("HTTP/0.9 spelled out", head("GET / HTTP/0.9", "Host: a"), .unsupportedVersion),
    RequestCase("HTTP/3.1", head("GET / HTTP/3.1", "Host: a"), .unsupportedVersion),
    RequestCase(
      "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
    RequestCase("a version in lower case", head("GET / http/1.1", "Host: a"), .malformedVersion),
    RequestCase("a version without minor", head("GET / HTTP/1", "Host: a"), .malformedVersion),
    RequestCase(
      "a version with an empty minor", head("GET / HTTP/1.", "Host: a"), .malformedVersion),
    RequestCase("a version of two digits", head("GET / HTTP/1.10", "Host: a"), .malformedVersion),
    RequestCase("a version with zeros", head("GET / HTTP/01.1", "Host: a"), .malformedVersion),
    RequestCase("a version with letters", head("GET / HTTP/1.x", "Host: a"), .malformedVersion),
    RequestCase("a version with a comma", head("GET / HTTP/1,1", "Host: a"), .malformedVersion),
    RequestCase("another protocol", head("GET / HTPP/1.1", "Host: a"), .malformedVersion),
    RequestCase("a slash twice", head("GET / HTTP//1.1", "Host: a"), .malformedVersion),
    RequestCase("a bare LF after the line", "GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineEnding),
    RequestCase(
      "a bare CR in the line", "GET / HTTP/1.1\rHost: a\r\n\r\n", .malformedVersion),
    RequestCase("two CRs at the end", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", .malformedVersion),
    RequestCase("CONNECT", head("CONNECT a:80 HTTP/1.1", "Host: a:80"), .connectUnsupported),
    RequestCase("CONNECT to a path", head("CONNECT / HTTP/1.1", "Host: a"), .connectUnsupported),
    RequestCase("half a request line", "GET / HT"),
    RequestCase("a request line alone", "GET / HTTP/1.1\r\n"),
    RequestCase("nothing", ""),
    RequestCase("an empty line alone", "\r\n"),
    RequestCase("a head without its end", "GET / HTTP/1.1\r\nHost: a\r\n"),
    RequestCase("half of a head's last line end", "GET / HTTP/1.1\r\nHost: a\r\n\r"),
  ]
}
