import Dispatch
package import Experiments
package import Foundation
import Synchronization

/// What happened lately, for those who watch: a bounded list of events with rising ids, told to
/// every subscriber in one order.
package final class EventFeed: Sendable {
  /// An event with its id, which a watcher gives back to go on after it.
  package struct Entry: Sendable {
    package var id: Int
    package var event: Event
  }

  /// Ends a subscription when it is canceled or let go.
  package final class Subscription: Sendable {
    private let end: @Sendable () -> Void

    fileprivate init(end: @escaping @Sendable () -> Void) {
      self.end = end
    }

    deinit {
      end()
    }

    /// No callback begins after those that are under way.
    package func cancel() {
      end()
    }
  }

  /// What is to be done on the queue, in this order: a thread is woken once for all of it.
  private struct Line {
    var work: [@Sendable () -> Void] = []
    var isServed = false
  }

  fileprivate struct State {
    var entries: [Entry] = []
    /// What `entries` weigh.
    var weight = 0
    var nextId: Int
    var subscribers: [Int: @Sendable (Entry) -> Void] = [:]
    var nextSubscriber = 0
  }

  /// The newest event is kept, and no more than this weight of others, however few they are: they
  /// are in the store.
  private static let weightCapacity = 100_000

  private let capacity: Int
  /// Callbacks run here, one after the other, so that all see one order.
  private let queue = DispatchQueue(label: "jobs.events")
  private let line = Mutex(Line())
  fileprivate let state: Mutex<State>

  /// - Parameters:
  ///   - capacity: so many events are kept for those that come back.
  ///   - start: ids begin after the microseconds of this time, so that they rise over restarts too.
  package init(capacity: Int = 4096, start: Date = Date()) {
    self.capacity = capacity
    state = Mutex(State(nextId: Int(start.timeIntervalSince1970 * 1_000_000)))
  }

  /// The id of the newest event.
  package var lastId: Int { state.withLock { $0.nextId - 1 } }

  package func publish(_ event: Event) {
    enqueue { [self] in
      let (entry, subscribers) = state.withLock { state in
        let entry = Entry(id: state.nextId, event: event)
        state.nextId += 1
        state.entries.append(entry)
        state.weight += event.weight
        state.trim(capacity: capacity, weight: Self.weightCapacity)
        return (entry, state.subscribers.values.map { $0 })
      }
      for tell in subscribers { tell(entry) }
    }
  }

  /// What follows an event, for a watcher that has all up to it.
  package enum Next: Sendable {
    case entry(Entry)
    /// It has the newest one.
    case nothing
    /// Events after it are no longer here, or it is of another service: the watcher must read anew
    /// what it shows, and can go on after `last`.
    case missed(last: Int)
  }

  /// What follows the event of an id.
  package func next(after id: Int) -> Next {
    state.withLock { $0.next(after: id, capacity: capacity) }
  }

  /// Tells `body` of every event from now on. `body` must be quick.
  ///
  /// - Parameter began: called once the subscription holds. An event on its way as one subscribes
  ///   is not there for `next` yet, and `body` is not told of it: whoever misses none asks `next`
  ///   here.
  package func subscribe(
    _ body: @escaping @Sendable (Entry) -> Void, began: @escaping @Sendable () -> Void = {}
  ) -> Subscription {
    let key = state.withLock { state in
      state.nextSubscriber += 1
      return state.nextSubscriber
    }
    enqueue { [self] in
      state.withLock { $0.subscribers[key] = body }
      began()
    }
    return Subscription { [weak self] in
      guard let self else { return }
      enqueue { self.forget(subscriber: key) }
    }
  }

  private func enqueue(_ work: @escaping @Sendable () -> Void) {
    let mustServe = line.withLock { line in
      line.work.append(work)
      defer { line.isServed = true }
      return !line.isServed
    }
    if mustServe { queue.async { self.serve() } }
  }

  /// Works until nothing waits.
  private func serve() {
    while true {
      let work = line.withLock { line in
        defer { line.work = [] }
        line.isServed = !line.work.isEmpty
        return line.work
      }
      if work.isEmpty { return }
      for piece in work { piece() }
    }
  }

  private func forget(subscriber key: Int) {
    state.withLock { _ = $0.subscribers.removeValue(forKey: key) }
  }
}

extension Event {
  /// What it takes in memory, in points: of text, 64 bytes are as one.
  fileprivate var weight: Int {
    switch self {
    case .points(let points): points.metrics.count + points.stepPoints.count
    case .log(let lines): lines.lines.reduce(0) { $0 + 1 + Self.weight(of: $1.text) }
    case .job(let job): Self.weight(of: job)
    case .worker: 0
    }
  }

  /// That of a job: of most its spec is the same size, but for the jobs and files that it names.
  private static func weight(of job: Job) -> Int {
    var weight = 16 + job.spec.after.count
    weight += job.attempts.reduce(0) { $0 + 1 + Self.weight(of: $1.reason ?? "") }
    for (_, source) in job.spec.weightSources {
      if case .file(let path) = source { weight += Self.weight(of: path) }
    }
    let texts = [job.name, job.experiment, job.reason ?? "", job.spec.dataset.path ?? ""]
    return texts.reduce(weight) { $0 + Self.weight(of: $1) }
  }

  private static func weight(of text: String) -> Int { text.utf8.count / 64 }
}

extension EventFeed.State {
  /// Lets the oldest go, in large pieces, as each cut moves the rest.
  fileprivate mutating func trim(capacity: Int, weight limit: Int) {
    var cut = entries.count >= 2 * capacity ? capacity : 0
    if weight > 2 * limit {
      var rest = weight
      cut =
        entries.dropLast().firstIndex { entry in
          defer { rest -= entry.event.weight }
          return rest <= limit
        } ?? entries.count - 1
    }
    if cut == 0 { return }
    weight -= entries[..<cut].reduce(0) { $0 + $1.event.weight }
    entries.removeFirst(cut)
  }

  fileprivate func next(after id: Int, capacity: Int) -> EventFeed.Next {
    let kept = entries.suffix(capacity)
    // Ids follow each other.
    let first = nextId - kept.count
    guard id >= first - 1, id < nextId else { return .missed(last: nextId - 1) }
    return id == nextId - 1 ? .nothing : .entry(kept[kept.startIndex + id + 1 - first])
  }
}
