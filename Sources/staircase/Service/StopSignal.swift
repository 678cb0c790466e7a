import Dispatch
import Glibc

/// Ctrl-C, SIGTERM and the end of the terminal as something to wait for.
struct StopSignal {
  private let signals: AsyncStream<Void>
  private let sources: [any DispatchSourceSignal]

  /// Calls `stop` when the process is asked to end. That ends it no more, but a second Ctrl-C does.
  /// Works for as long as what it returns is kept.
  static func handle(_ stop: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
    sources {
      signal(SIGINT, SIG_DFL)
      stop()
    }
  }

  /// From now on these signals do not end the process.
  init() {
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
    self.signals = signals
    sources = Self.sources { continuation.yield() }
  }

  /// Returns when the process was asked to end, at once if it was before.
  func received() async {
    for await _ in signals { break }
  }

  private static func sources(
    _ heard: @escaping @Sendable () -> Void
  ) -> [any DispatchSourceSignal] {
    // Under nohup the end of the terminal is not to be heard of.
    let numbers = [SIGINT, SIGTERM] + (isIgnored(SIGHUP) ? [] : [SIGHUP])
    let registered = DispatchGroup()
    let sources = numbers.map { number in
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler(handler: heard)
      registered.enter()
      source.setRegistrationHandler { registered.leave() }
      source.activate()
      return source
    }
    // Activation is asynchronous. Until Dispatch has put its handler in the place of the default
    // action a signal ends the process, and after that a source hears of it: none is lost.
    registered.wait()
    return sources
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
