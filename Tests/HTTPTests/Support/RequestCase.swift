import HTTPTypes
import Testing

import HTTP

/// What a server must make of some bytes.
struct RequestCase: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  /// The requests that are whole, in order.
  let requests: [Seen]
  /// The error that follows them.
  let error: ParseError?

  init(_ name: String, _ text: String, _ requests: Seen..., then error: ParseError? = nil) {
    self.init(name, Array(text.utf8), requests, error)
  }

  init(_ name: String, _ text: String, _ error: ParseError) {
    self.init(name, Array(text.utf8), [], error)
  }

  init(_ name: String, _ bytes: [UInt8], _ requests: [Seen], _ error: ParseError?) {
    self.name = name
    self.bytes = bytes
    self.requests = requests
    self.error = error
  }

  var testDescription: String { name }

  /// Small limits, so that every split of a case at a limit can be tried.
  static let limits: Limits = {
    var limits = Limits()
    limits.requestLine = 128
    limits.headerBytes = 512
    limits.headerCount = 8
    return limits
  }()

  static let all =
    requestLines + targets + fields + hosts + lengths + chunked + connections + smuggling
    + limitsAndPipelines
}

/// What a handler sees of a request, as one line of text.
struct Seen: Sendable, Equatable, CustomStringConvertible {
  var method = "GET"
  var host = "a"
  var path = "/"
  var query = ""
  var fields = ""
  var body = ""
  var trailers = ""
  var keeps = true

  init(
    _ method: String = "GET", _ path: String = "/", host: String = "a", query: String = "",
    fields: String = "", body: String = "", trailers: String = "", keeps: Bool = true
  ) {
    self.method = method
    self.path = path
    self.host = host
    self.query = query
    self.fields = fields
    self.body = body
    self.trailers = trailers
    self.keeps = keeps
  }

  var description: String {
    "\(method) \(host) \(path) ?\(query) [\(fields)] <\(body)> [\(trailers)]"
  }

  /// Fields that are about framing are checked by what they do; the others are shown.
  static func show(_ fields: HTTPFields) -> String {
    fields.filter {
      ![.contentLength, .transferEncoding, .connection, .expect].contains($0.name)
    }
    .map { "\($0.name.canonicalName)=\($0.value)" }.joined(separator: ";")
  }

  static func show(_ query: Query) -> String {
    query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }
}

/// The lines with their CR LF, and the empty line that ends a head.
func head(_ lines: String...) -> String {
  lines.map { $0 + "\r\n" }.joined() + "\r\n"
}
