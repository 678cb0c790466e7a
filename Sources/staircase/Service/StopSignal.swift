import Dispatch
import Glibc

/// Ctrl-C and SIGTERM as something to wait for.
enum StopSignal {
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

  /// Returns when the process is asked to end. Until this is called the signals end it at once.
  static func wait() async {
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
    let sources = [SIGINT, SIGTERM].map { number in
      // The default action would end the process before a source hears of the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { continuation.yield() }
      source.activate()
      return source
    }
    for await _ in signals { break }
    for source in sources { source.cancel() }
  }
}
