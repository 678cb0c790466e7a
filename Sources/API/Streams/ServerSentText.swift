import Experiments

/// The text of a server-sent stream (HTML standard, 9.2).
enum ServerSentText {
  /// A comment, which clients ignore: it shows that the connection lives.
  static let heartbeat = Array(": still here\n\n".utf8)

  /// The first thing sent: how long a client waits before it comes back, and after which event it
  /// then goes on. No event comes of it (9.2.6), but the id is kept.
  static func opening(id: Int) -> [UInt8] { Array("retry: 2000\nid: \(id)\n\n".utf8) }

  /// Events were missed that can no longer be replayed: the reader must read anew what it shows,
  /// and goes on after the event of this id.
  static func missed(id: Int) -> [UInt8] {
    Array("id: \(id)\nevent: reset\ndata: {}\n\n".utf8)
  }

  /// The last thing a reader gets whose token was revoked or whose session has ended.
  static let accessEnded = Array("event: dropped\ndata: {\"reason\":\"access ended\"}\n\n".utf8)

  /// JSON has no line ends, so the data is one line.
  static func event(id: String, _ event: Event) throws -> [UInt8] {
    let head = "id: \(id)\nevent: \(event.kind)\ndata: "
    return Array(head.utf8) + (try event.payload()) + Array("\n\n".utf8)
  }
}
