/// One event of a server-sent stream.
package struct ServerSentEvent: Hashable, Sendable {
  /// What `Last-Event-ID` asks to go on from.
  package var id: String?
  /// The `event:` field; "message" if there was none.
  package var kind: String
  package var data: String

  package init(id: String?, kind: String, data: String) {
    self.id = id
    self.kind = kind
    self.data = data
  }
}

/// Turns the lines of a `text/event-stream` into events, as the HTML standard (9.2.6) says.
package struct ServerSentEventParser: Sendable {
  private var id: String?
  private var kind = ""
  private var data: [Substring] = []

  package init() {}

  /// Takes one line without its end; returns the event that an empty line completes.
  package mutating func receive(_ line: String) -> ServerSentEvent? {
    guard !line.isEmpty else { return flush() }
    // A line that begins with a colon is a comment, sent to keep the connection alive.
    guard !line.hasPrefix(":") else { return nil }
    let colon = line.firstIndex(of: ":")
    let field = line[..<(colon ?? line.endIndex)]
    var value = colon.map { line[line.index(after: $0)...] } ?? ""
    if value.hasPrefix(" ") { value.removeFirst() }
    switch field {
    case "id": id = String(value)
    case "event": kind = String(value)
    case "data": data.append(value)
    default: break
    }
    return nil
  }

  private mutating func flush() -> ServerSentEvent? {
    defer { (kind, data) = ("", []) }
    guard !data.isEmpty else { return nil }
    return ServerSentEvent(
      id: id, kind: kind.isEmpty ? "message" : kind, data: data.joined(separator: "\n"))
  }
}
