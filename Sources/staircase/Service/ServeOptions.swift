import ArgumentParser
import HTTP

/// Where a service listens, where it keeps everything, and what trains for it.
struct ServeOptions: ParsableArguments {
  @Option(help: "Address to listen on; one that others reach needs a token: see staircase token.")
  var host = "127.0.0.1"

  @Option(help: "Port to listen on; 0 lets the system choose.")
  var port: UInt16 = 8080

  @Option(
    help: "Folder of the database and the artifacts; made if it is new.", completion: .directory)
  var data = "data"

  @Option(help: "Worker processes on this machine.")
  var workers = 1

  @Option(help: "A worker that is silent for so many seconds loses its job to another.")
  var leaseSeconds = 30.0

  @Option(help: "A name under which clients ask for this service; may be given several times.")
  var name: [String] = []

  @Flag(
    help: """
      Believe X-Forwarded-For, -Proto and -Host: only behind a proxy that sets all three itself.
      """)
  var behindProxy = false

  func validate() throws {
    guard (try? SocketAddress(host: host, port: port)) != nil else {
      throw ValidationError("--host \(host) is no IPv4 or IPv6 address in numbers, nor localhost")
    }
    guard (1...3600).contains(leaseSeconds) else {
      throw ValidationError("--lease-seconds \(leaseSeconds) is not between 1 and 3600")
    }
    guard (0...256).contains(workers) else {
      throw ValidationError("--workers \(workers) is not between 0 and 256")
    }
  }
}
