import Jobs
import Synchronization

/// Writes the text of an event once, however many watch: the feed tells all of one before the next.
final class EventTexts: Sendable {
  private struct Latest {
    var id: Int
    var text: [UInt8]
  }

  private let latest = Mutex<Latest?>(nil)

  func text(of entry: EventFeed.Entry) throws -> [UInt8] {
    let known = latest.withLock { $0 }
    if let known, known.id == entry.id { return known.text }
    let text = try ServerSentText.event(id: "\(entry.id)", entry.event)
    // Who catches up must not take the newest one's place.
    latest.withLock { latest in
      if latest.map({ $0.id < entry.id }) ?? true { latest = Latest(id: entry.id, text: text) }
    }
    return text
  }
}
