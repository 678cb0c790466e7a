import HTTP

extension RequestCase {
  private static func field(_ name: String, _ line: String, _ seen: Seen) -> RequestCase {
    RequestCase(name, head("GET / HTTP/1.1", "Host: a", line), seen)
  }

  private static func field(_ name: String, _ line: String, _ error: ParseError) -> RequestCase {
    RequestCase(name, head("GET / HTTP/1.1", "Host: a", line), error)
  }

  /// RFC 9112 5, RFC 9110 5: field lines.
  static let fields: [RequestCase] = [
    field("a field", "X: y", Seen(fields: "x=y")),
    field("a field without white space", "X:y", Seen(fields: "x=y")),
    field("white space around a value", "X: \t y \t ", Seen(fields: "x=y")),
    field("white space inside a value", "X: a  b\tc", Seen(fields: "x=a  b\tc")),
    field("an empty value", "X:", Seen(fields: "x=")),
    field("a value of white space", "X: \t ", Seen(fields: "x=")),
    field("colons in a value", "X: a:b: c", Seen(fields: "x=a:b: c")),
    field("UTF-8 in a value", "X: é", Seen(fields: "x=é")),
    field("a quoted value", "X: \"a, b\"", Seen(fields: "x=\"a, b\"")),
    field(
      "every token character in a name", "!#$%&'*+-.^_`|~09aZ: y",
      Seen(fields: "!#$%&'*+-.^_`|~09az=y")),
    field("a name of digits", "123: y", Seen(fields: "123=y")),
    RequestCase(
      "a repeated field", head("GET / HTTP/1.1", "Host: a", "X: 1", "x: 2"),
      Seen(fields: "x=1;x=2")),
    RequestCase(
      "known names in any case",
      head("GET / HTTP/1.1", "HOST: a", "ACCEPT: b", "user-AGENT: c", "aUTHORIZATION: d"),
      Seen(fields: "accept=b;user-agent=c;authorization=d")),
    field("a space before the colon", "X : y", .badFieldName),
    field("a tab before the colon", "X\t: y", .badFieldName),
    field("a space in a name", "X Y: z", .badFieldName),
    field("an empty name", ": y", .badFieldName),
    field("no colon", "X", .badFieldName),
    field("a colon in front", ":X: y", .badFieldName),
    field("a name beyond ASCII", "É: y", .badFieldName),
    field("a parenthesis in a name", "X(y): z", .badFieldName),
    field("a slash in a name", "X/y: z", .badFieldName),
    field("NUL in a name", "X\0: y", .badFieldName),
    field("a quote in a name", "\"X\": y", .badFieldName),
    field("NUL in a value", "X: a\0b", .badFieldValue),
    field("a control character in a value", "X: a\u{1}b", .badFieldValue),
    field("DEL in a value", "X: a\u{7F}b", .badFieldValue),
    field("an escape character in a value", "X: \u{1B}[2J", .badFieldValue),
    field("a vertical tab in a value", "X: a\u{B}b", .badFieldValue),
    field("a bare CR in a value", "X: a\rb", .bareLineEnding),
    field("a bare CR before the next field", "X: a\rY: b", .bareLineEnding),
    field("two CRs at the end of a field", "X: a\r", .bareLineEnding),
    field("folding by a space", "X: a\r\n b", .foldedLine),
    field("folding by a tab", "X: a\r\n\tb", .foldedLine),
    field("a line of white space", " ", .foldedLine),
    RequestCase(
      "white space before the first field", head("GET / HTTP/1.1", " Host: a"), .foldedLine),
    RequestCase("a bare LF after a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineEnding),
    RequestCase("a bare LF ends the head", "GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineEnding),
    RequestCase("a bare CR ends the head", "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n", .badFieldName),
    RequestCase("all line ends bare", "GET / HTTP/1.1\nHost: a\n\n", .bareLineEnding),
    field("an expectation", "Expect: 100-continue", Seen()),
    field("an expectation in capitals", "Expect: 100-CONTINUE", Seen()),
    field("an unknown expectation", "Expect: 200-ok", .unknownExpectation),
    field("an empty expectation", "Expect:", .unknownExpectation),
    field("two expectations in one", "Expect: 100-continue, x", .unknownExpectation),
  ]

  private static func host(_ name: String, _ value: String, _ seen: Seen) -> RequestCase {
    RequestCase("host: " + name, head("GET / HTTP/1.1", "Host: \(value)"), seen)
  }

  private static func badHost(_ name: String, _ value: String) -> RequestCase {
    RequestCase("host: " + name, head("GET / HTTP/1.1", "Host:\(value)"), .badHost)
  }

  /// RFC 9112 3.2, RFC 9110 7.2: Host.
  static let hosts: [RequestCase] = [
    host("a name", "example.com", Seen(host: "example.com")),
    host("a name and a port", "example.com:8080", Seen(host: "example.com:8080")),
    host("capitals", "EXAMPLE.com", Seen(host: "example.com")),
    host("an IPv4 address", "127.0.0.1:80", Seen(host: "127.0.0.1:80")),
    host("an IPv6 address", "[::1]", Seen(host: "[::1]")),
    host("an IPv6 address and a port", "[::1]:8080", Seen(host: "[::1]:8080")),
    host("an underscore", "my_host", Seen(host: "my_host")),
    host("a final dot", "example.com.", Seen(host: "example.com.")),
    RequestCase("host: missing", head("GET / HTTP/1.1"), .missingHost),
    RequestCase("host: missing with others", head("GET / HTTP/1.1", "X: y"), .missingHost),
    RequestCase("host: twice", head("GET / HTTP/1.1", "Host: a", "Host: b"), .severalHosts),
    RequestCase(
      "host: twice the same", head("GET / HTTP/1.1", "Host: a", "Host: a"), .severalHosts),
    RequestCase(
      "host: twice in HTTP/1.0", head("GET / HTTP/1.0", "Host: a", "Host: a"), .severalHosts),
    RequestCase("host: none in HTTP/1.0", head("GET / HTTP/1.0"), Seen(host: "", keeps: false)),
    RequestCase(
      "host: missing with an absolute target", head("GET http://b/ HTTP/1.1"), .missingHost),
    RequestCase(
      "host: the absolute target wins", head("GET http://b/ HTTP/1.1", "Host: c"), Seen(host: "b")),
    RequestCase(
      "host: bad beside an absolute target", head("GET http://b/ HTTP/1.1", "Host: c d"), .badHost),
    badHost("empty", ""),
    badHost("white space", "  "),
    badHost("a space inside", " a b"),
    badHost("a list", " a, b"),
    badHost("user information", " u@a"),
    badHost("a path", " a/b"),
    badHost("a query", " a?b"),
    badHost("a scheme", " http://a"),
    badHost("a port alone", " :80"),
    badHost("an empty port", " a:"),
    badHost("a port of letters", " a:b"),
    badHost("a port too large", " a:65536"),
    badHost("a port of six digits", " a:000080"),
    badHost("a negative port", " a:-1"),
    badHost("two ports", " a:80:80"),
    badHost("an open bracket", " [::1"),
    badHost("empty brackets", " []"),
    badHost("something after brackets", " [::1]x"),
    badHost("an IPv6 address without brackets", " ::1"),
    badHost("an escape", " a%2Eb"),
    badHost("beyond ASCII", " é"),
    badHost("a quote", " \"a\""),
  ]
}
