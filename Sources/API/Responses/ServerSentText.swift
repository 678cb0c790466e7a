import Experiments

/// The text of a server-sent stream (HTML standard, 9.2).
enum ServerSentText {
  /// A comment, which clients ignore: it shows that the connection lives.
  static let heartbeat = Array(": still here\n\n".utf8)

  /// The first thing sent: how long a client waits before it comes back.
  static let opening = Array("retry: 2000\n\n".utf8)

  /// Events were missed that can no longer be replayed: the reader must read anew what it shows.
  static let missed = Array("event: reset\ndata: {}\n\n".utf8)

  /// The last thing a reader gets that did not keep up.
  static let dropped = Array("event: dropped\ndata: {\"reason\":\"slow reader\"}\n\n".utf8)

  /// The last thing a reader gets whose token was revoked or whose session has ended.
  static let accessEnded = Array("event: dropped\ndata: {\"reason\":\"access ended\"}\n\n".utf8)

  /// JSON has no line ends, so the data is one line.
  static func event(id: String, _ event: Event) throws -> [UInt8] {
    let head = "id: \(id)\nevent: \(event.kind)\ndata: "
    return Array(head.utf8) + (try event.payload()) + Array("\n\n".utf8)
  }
}
