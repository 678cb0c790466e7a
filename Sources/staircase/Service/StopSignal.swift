import Dispatch
import Glibc

/// Ctrl-C, SIGTERM and the end of the terminal as something to wait for.
struct StopSignal {
  private let signals: AsyncStream<Void>
  private let sources: [any DispatchSourceSignal]

  /// Calls `stop` when the process is asked to end for the first time; the second time ends it at once.
  /// Works for as long as what it returns is kept.
  static func handle(_ stop: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        stop()
      }
      source.activate()
      return source
    }
  }

  /// From now on these signals do not end the process.
  init() {
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
    self.signals = signals
    // Under nohup the end of the terminal is not to be heard of.
    let numbers = [SIGINT, SIGTERM] + (Self.isIgnored(SIGHUP) ? [] : [SIGHUP])
    sources = numbers.map { number in
      // The default action would end the process before a source hears of the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { continuation.yield() }
      source.activate()
      return source
    }
  }

  /// Returns when the process was asked to end, at once if it was before.
  func received() async {
    for await _ in signals { break }
    for source in sources { source.cancel() }
  }

  /// Returns when the process is asked to end. Until this is called the signals end it at once.
  static func wait() async {
    await StopSignal().received()
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
