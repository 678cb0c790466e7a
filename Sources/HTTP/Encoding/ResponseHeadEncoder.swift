package import HTTPTypes

/// Writes response heads (RFC 9112 4): a value without sockets or clocks.
package struct ResponseHeadEncoder {
  /// How the body is delimited (RFC 9112 6).
  package enum Framing: Equatable {
    /// No body and no length: 1xx, 204, 304.
    case none
    case length(Int64)
    case chunked
    /// Ends with the connection: a body of unknown length for HTTP/1.0.
    case untilClose
  }

  /// What the answer says about the connection.
  package enum Persistence {
    /// HTTP/1.1's default: nothing is said.
    case kept
    /// HTTP/1.0 asked for it, and must be told.
    case keptExplicitly
    case closed
  }

  private struct Line {
    var name: HTTPField.Name
    var bytes: [UInt8]
  }

  private let defaults: [Line]
  private var date: [UInt8] = []
  private var dateSecond = Int64.min

  /// `defaultHeaders` go into every answer that does not set them.
  package init(defaultHeaders: HTTPFields) {
    defaults = defaultHeaders.map {
      Line(name: $0.name, bytes: Array("\($0.name.rawName): \($0.value)\r\n".utf8))
    }
  }

  /// Sets the time for `Date`; the text is made once a second.
  package mutating func setTime(second: Int64) {
    guard second != dateSecond else { return }
    dateSecond = second
    date = Array("Date: \(HTTPDate.text(second))\r\n".utf8)
  }

  /// Appends the head. Fields of `headers` that frame the message or speak of the connection are
  /// left out: they are the encoder's.
  package func encode(
    _ status: HTTPResponse.Status, _ headers: HTTPFields, framing: Framing,
    persistence: Persistence, into bytes: inout [UInt8]
  ) {
    if status.code == 200 {
      bytes.append("HTTP/1.1 200 OK\r\n")
    } else {
      bytes.append("HTTP/1.1 ")
      bytes.append(number: Int64(status.code))
      bytes.append(" ")
      bytes.append(contentsOf: status.reasonPhrase.utf8)
      bytes.append("\r\n")
    }
    bytes.append(contentsOf: date)
    for field in headers where !Self.isOwn(field.name) {
      bytes.append(contentsOf: field.name.rawName.utf8)
      bytes.append(": ")
      bytes.append(contentsOf: field.value.utf8)
      bytes.append("\r\n")
    }
    for line in defaults where !headers.contains(line.name) {
      bytes.append(contentsOf: line.bytes)
    }
    switch framing {
    case .none, .untilClose: break
    case .length(let length):
      bytes.append("Content-Length: ")
      bytes.append(number: length)
      bytes.append("\r\n")
    case .chunked: bytes.append("Transfer-Encoding: chunked\r\n")
    }
    switch persistence {
    case .kept: break
    case .keptExplicitly: bytes.append("Connection: keep-alive\r\n")
    case .closed: bytes.append("Connection: close\r\n")
    }
    bytes.append("\r\n")
  }

  private static func isOwn(_ name: HTTPField.Name) -> Bool {
    switch name {
    case .contentLength, .transferEncoding, .connection, .date: true
    default: false
    }
  }

  /// `100 Continue` (RFC 9110 15.2.1): no fields needed.
  static let continueHead = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
}
