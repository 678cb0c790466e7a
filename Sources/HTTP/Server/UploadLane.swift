import HTTPTypes
import Synchronization

/// Runs the sink of one upload on the blocking threads: one call at a time, in order.
final class UploadLane: Sendable {
  private enum Step: Sendable {
    case bytes([UInt8])
    case finish(HTTPFields)
    case cancel
  }

  private struct State {
    var steps: [Step] = []
    var isRunning = true
    var sink: (any BodySink)?
    /// The sink was finished or canceled, or never opened.
    var isOver = false
  }

  /// Bytes that wait go to the sink in pieces of about this size, however small the chunks are that
  /// they came in.
  private static let pieceSize = 64 << 10

  private let id: ExchangeID
  private let inbox: Inbox
  private let pool: BlockingPool
  private let fail: @Sendable (any Error) -> Response
  private let finisher: ResponseFinisher
  private let gunzip: Gunzip?
  private let state = Mutex(State())

  /// A lane that posts what happens to `inbox`; `fail` makes answers of errors.
  init(
    id: ExchangeID, inbox: Inbox, pool: BlockingPool, finisher: ResponseFinisher, gunzip: Gunzip?,
    fail: @escaping @Sendable (any Error) -> Response
  ) {
    self.id = id
    self.inbox = inbox
    self.pool = pool
    self.finisher = finisher
    self.gunzip = gunzip
    self.fail = fail
  }

  /// Makes the sink. False if the blocking threads have too much to do.
  func open(_ make: @escaping @Sendable () throws -> any BodySink) -> Bool {
    pool.submit { [self] in
      do {
        let sink = try make()
        state.withLock { $0.sink = sink }
        inbox.post(.sinkOpened(id))
      } catch {
        state.withLock { $0.isOver = true }
        answer(fail(error))
      }
      run()
    }
  }

  /// Passes bytes of the body on.
  func push(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { bytes in
      add { steps in
        guard case .bytes(var waiting) = steps.last, waiting.count + bytes.count <= Self.pieceSize
        else { return steps.append(.bytes(Array(bytes))) }
        // Taken out first, so that it is not copied to grow.
        steps.removeLast()
        waiting += bytes
        steps.append(.bytes(waiting))
      }
    }
  }

  /// The body is whole.
  func finish(_ trailers: HTTPFields) {
    add { $0.append(.finish(trailers)) }
  }

  /// The body will not be whole.
  func cancel() {
    add { $0.append(.cancel) }
  }

  private func add(_ append: (inout [Step]) -> Void) {
    let mustStart = state.withLock { state in
      append(&state.steps)
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if mustStart {
      pool.proceed { [self] in run() }
    }
  }

  private func run() {
    while let (steps, sink) = takeSteps() {
      for step in steps {
        guard !state.withLock({ $0.isOver }) else { break }
        perform(step, sink)
      }
    }
  }

  private func takeSteps() -> ([Step], any BodySink)? {
    state.withLock { state in
      guard !state.steps.isEmpty, let sink = state.sink else {
        state.isRunning = false
        return nil
      }
      defer { state.steps = [] }
      return (state.steps, sink)
    }
  }

  private func perform(_ step: Step, _ sink: any BodySink) {
    do {
      switch step {
      case .bytes(let bytes):
        try receive(bytes, sink)
        inbox.post(.sinkTook(id, bytes.count))
      case .finish(let trailers):
        try gunzip?.finish()
        let response = try sink.finish(trailers: trailers)
        state.withLock { $0.isOver = true }
        answer(finisher.finish(response))
      case .cancel:
        state.withLock { $0.isOver = true }
        sink.cancel()
      }
    } catch {
      state.withLock { $0.isOver = true }
      sink.cancel()
      answer(fail(error))
    }
  }

  private func receive(_ bytes: [UInt8], _ sink: any BodySink) throws {
    guard let gunzip else { return try sink.receive(bytes) }
    gunzip.feed(bytes)
    while let piece = try gunzip.next() {
      try sink.receive(piece)
    }
  }

  private func answer(_ response: Response) {
    inbox.post(.answer(id, response, isFinished: true))
  }
}
