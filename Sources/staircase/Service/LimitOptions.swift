import ArgumentParser
import HTTP

/// What clients of the service are held to.
struct LimitOptions: ParsableArguments {
  private static let standard = Limits()

  @Option(help: "Connections at a time; one more takes an idle one's place, or is answered 503.")
  var maxConnections = Self.standard.connections

  @Option(help: "Requests that may wait for a thread; one more is answered 503.")
  var maxWaiting = Self.standard.blockingQueue

  @Option(help: "Bytes of a request line; more is 414.")
  var maxRequestLine = Self.standard.requestLine

  @Option(help: "Bytes of all header fields; more is 431.")
  var maxHeaderBytes = Self.standard.headerBytes

  @Option(help: "Header fields; more is 431.")
  var maxHeaderFields = Self.standard.headerCount

  @Option(help: "Bytes of a body, expanded, but for artifacts, which go to disk; more is 413.")
  var maxBody = Int(Self.standard.body)

  @Option(help: "Bytes of an artifact, expanded; more is 413.")
  var maxUpload = Int(Self.standard.upload)

  @Option(help: "Seconds from connecting to the first byte; then the connection is closed.")
  var firstByteSeconds = Int(Self.standard.firstByte.components.seconds)

  @Option(help: "Seconds from the first byte of a head to its end; then 408.")
  var headSeconds = Int(Self.standard.head.components.seconds)

  @Option(help: "Seconds in which --progress-bytes of a body must come; else 408.")
  var bodySeconds = Int(Self.standard.bodyProgress.components.seconds)

  @Option(
    help: "Seconds in which a client must take --progress-bytes of an answer; else it is cut off.")
  var writeSeconds = Int(Self.standard.writeProgress.components.seconds)

  @Option(help: "Bytes that count as progress.")
  var progressBytes = Self.standard.progressBytes

  @Option(help: "Seconds between two requests of a connection; then it is closed.")
  var idleSeconds = Int(Self.standard.idle.components.seconds)

  @Option(help: "Seconds that requests in flight get at the end.")
  var drainSeconds = 10

  func validate() throws {
    let sizes = [
      ("--max-connections", maxConnections), ("--max-waiting", maxWaiting),
      ("--max-request-line", maxRequestLine), ("--max-header-bytes", maxHeaderBytes),
      ("--max-header-fields", maxHeaderFields), ("--max-body", maxBody),
      ("--max-upload", maxUpload), ("--progress-bytes", progressBytes),
    ]
    let seconds = [
      ("--first-byte-seconds", firstByteSeconds), ("--head-seconds", headSeconds),
      ("--body-seconds", bodySeconds), ("--write-seconds", writeSeconds),
      ("--idle-seconds", idleSeconds),
      ("--drain-seconds", drainSeconds),
    ]
    try Self.check(sizes, most: 1 << 40)
    // A year: the server counts nanoseconds.
    try Self.check(seconds, most: 31_536_000)
  }

  private static func check(_ options: [(String, Int)], most: Int) throws {
    for (name, value) in options where !(1...most).contains(value) {
      throw ValidationError("\(name) \(value) is not between 1 and \(most)")
    }
  }

  /// The same for the server.
  var limits: Limits {
    var limits = Limits()
    limits.connections = maxConnections
    limits.blockingQueue = maxWaiting
    limits.requestLine = maxRequestLine
    limits.headerBytes = maxHeaderBytes
    limits.headerCount = maxHeaderFields
    limits.body = Int64(maxBody)
    limits.upload = Int64(maxUpload)
    limits.firstByte = .seconds(firstByteSeconds)
    limits.head = .seconds(headSeconds)
    limits.bodyProgress = .seconds(bodySeconds)
    limits.writeProgress = .seconds(writeSeconds)
    limits.progressBytes = progressBytes
    limits.idle = .seconds(idleSeconds)
    return limits
  }
}
