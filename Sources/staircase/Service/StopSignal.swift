import Dispatch
import Glibc

/// Ctrl-C and SIGTERM as something to wait for.
enum StopSignal {
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
