import Synchronization

/// A response body that its producer writes while the client reads, through a bounded buffer.
///
/// Two ways to fill it, from any thread:
/// - push: ``write(_:)`` until ``close()``; a write that does not fit is refused, and the producer
///   decides whether to drop the client (``abort(_:)``) or to wait for ``onRoom(_:)``;
/// - pull (``init(limit:pulling:)``): the server calls the producer on a blocking thread whenever
///   the buffer is half empty, so that a slow client holds neither a thread nor more than the
///   buffer.
package final class BodyStream: Sendable {
  /// What became of a write.
  package enum Written: Sendable, Equatable {
    /// Taken; `buffered` bytes now wait for the client.
    case accepted(buffered: Int)
    /// Refused: the buffer holds too much already.
    case full(buffered: Int)
    /// Refused: the stream ended, or its client is gone.
    case closed(CloseReason)
  }

  private struct State {
    var chunks: [[UInt8]] = []
    var buffered = 0
    /// Set once: by the producer's end or by the loss of the client.
    var closed: CloseReason?
    /// The producer broke off: the client must see a truncated body.
    var isBroken = false
    /// A pull runs now.
    var isPulling = false
    /// Tells the event loop that there is something to take; absent until the answer is being sent.
    var wake: (@Sendable () -> Void)?
    var closeActions: [@Sendable (CloseReason) -> Void] = []
    var roomActions: [@Sendable () -> Void] = []
  }

  /// Bytes that wait in memory where nothing else is said.
  private static let usualLimit = 256 << 10

  private let limit: Int
  /// The body has no end of its own, as events have none: it is whole wherever it ends.
  private let isOpenEnded: Bool
  private let producer: (@Sendable () throws -> [UInt8]?)?
  private let state = Mutex(State())

  /// A stream to push to; `limit` bytes at most wait in memory (but a write that finds half of it
  /// free is taken, whatever its size).
  package init(limit: Int = usualLimit, isOpenEnded: Bool = false) {
    self.limit = limit
    self.isOpenEnded = isOpenEnded
    producer = nil
  }

  /// A stream that asks `next` for bytes while the client takes them, until it returns `nil`; where
  /// it returns none, it is asked again. An error breaks the body off.
  package init(
    limit: Int = usualLimit, pulling next: @escaping @Sendable () throws -> [UInt8]?
  ) {
    self.limit = limit
    isOpenEnded = false
    producer = next
  }

  /// True if the server asks the producer for bytes.
  var isPulled: Bool { producer != nil }

  /// Appends bytes for the client.
  @discardableResult
  package func write(_ bytes: [UInt8]) -> Written {
    write(bytes, endsPull: false)
  }

  /// - Parameter endsPull: whether they are what a pull brought. The next one is due from the moment
  ///   that they are in the buffer, and no sooner: it would overtake them.
  @discardableResult
  private func write(_ bytes: [UInt8], endsPull: Bool) -> Written {
    let (result, wake) = state.withLock { state -> (Written, (@Sendable () -> Void)?) in
      if endsPull { state.isPulling = false }
      if let reason = state.closed { return (.closed(reason), nil) }
      if state.buffered > limit / 2, state.buffered + bytes.count > limit {
        return (.full(buffered: state.buffered), nil)
      }
      guard !bytes.isEmpty else { return (.accepted(buffered: state.buffered), nil) }
      // The loop empties the buffer when woken, so only the first write needs to wake it.
      let wake = state.chunks.isEmpty ? state.wake : nil
      state.chunks.append(bytes)
      state.buffered += bytes.count
      return (.accepted(buffered: state.buffered), wake)
    }
    wake?()
    return result
  }

  /// Ends the body; what is buffered is still sent.
  package func close() {
    end(.finished, broken: false)
  }

  /// Ends the body with `last`, which is taken however much waits already: a word to a reader that
  /// is dropped.
  package func close(_ reason: CloseReason, saying last: [UInt8]) {
    state.withLock { state in
      guard state.closed == nil else { return }
      state.chunks.append(last)
      state.buffered += last.count
    }
    end(reason, broken: false)
  }

  /// Breaks the body off: the connection closes without the mark of a whole body.
  package func abort(_ reason: CloseReason) {
    end(reason, broken: true)
  }

  /// True once nothing more can be written.
  package var isClosed: Bool {
    state.withLock { $0.closed != nil }
  }

  /// Calls `action` once when the stream ends, for whatever reason; at once if it has ended. May
  /// run on the event loop: be quick.
  package func onClose(_ action: @escaping @Sendable (CloseReason) -> Void) {
    let reason = state.withLock { state -> CloseReason? in
      if state.closed == nil { state.closeActions.append(action) }
      return state.closed
    }
    if let reason {
      action(reason)
    }
  }

  /// Calls `action` once when at least half of the buffer is free, so that a write of any size is
  /// taken; at once if it is. May run on the event loop: be quick. Never called after the end.
  package func onRoom(_ action: @escaping @Sendable () -> Void) {
    let now = state.withLock { state -> Bool in
      if state.closed != nil { return false }
      if state.buffered <= limit / 2 { return true }
      state.roomActions.append(action)
      return false
    }
    if now {
      action()
    }
  }

  /// The server ends soon: so does a stream that is pushed to, broken off where what it has sent
  /// could be taken for the whole. One that is pulled comes to its own end.
  func drain() {
    if !isPulled { end(.draining, broken: !isOpenEnded) }
  }

  /// Ends the stream from the server's side: the client is gone, or the server drains.
  func end(_ reason: CloseReason, broken: Bool) {
    let (actions, wake) = state.withLock {
      state -> ([@Sendable (CloseReason) -> Void], (@Sendable () -> Void)?) in
      guard state.closed == nil else { return ([], nil) }
      state.closed = reason
      state.isBroken = broken
      state.roomActions = []
      defer { state.closeActions = [] }
      return (state.closeActions, state.wake)
    }
    for action in actions {
      action(reason)
    }
    wake?()
  }

  /// Begins delivery: `wake` is called whenever there is something to ``take()``.
  func attach(wake: @escaping @Sendable () -> Void) {
    state.withLock { $0.wake = wake }
    wake()
  }

  /// What the event loop finds when it looks.
  package struct Taken: Sendable {
    package var chunks: [[UInt8]]
    /// No more will come.
    var isEnded: Bool
    /// It ended before its time.
    var isBroken: Bool
  }

  /// Empties the buffer. The caller takes again only when the socket took everything.
  package func take() -> Taken {
    let (taken, actions) = state.withLock { state -> (Taken, [@Sendable () -> Void]) in
      let taken = Taken(
        chunks: state.chunks, isEnded: state.closed != nil, isBroken: state.isBroken)
      state.chunks = []
      state.buffered = 0
      defer { state.roomActions = [] }
      return (taken, state.roomActions)
    }
    for action in actions {
      action()
    }
    return taken
  }

  /// The same body in gzip, for a stream that is pulled; `nil` for one that is pushed, whose bytes
  /// shall not wait for the compressor, or without memory.
  func compressed() -> BodyStream? {
    guard let producer, let gzip = GzipStream() else { return nil }
    // The compressor keeps what it takes until there is enough: it often returns nothing.
    let result = BodyStream(limit: limit) { try producer().map(gzip.compress) ?? gzip.finish() }
    result.onClose { [self] in end($0, broken: $0 != .finished) }
    return result
  }

  /// The pull to run on a blocking thread now, if one is due.
  package func duePull() -> (@Sendable () -> Void)? {
    guard let producer else { return nil }
    let due = state.withLock { state -> Bool in
      guard !state.isPulling, state.closed == nil, state.buffered <= limit / 2 else { return false }
      state.isPulling = true
      return true
    }
    guard due else { return nil }
    return { [self] in
      do {
        var bytes = try producer()
        while let piece = bytes, piece.isEmpty { bytes = try producer() }
        if let bytes { write(bytes, endsPull: true) } else { close() }
      } catch {
        abort(.producerFailed)
      }
    }
  }
}
