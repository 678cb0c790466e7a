import ArgumentParser
import Client
import Foundation

/// Which service a command talks to.
struct ServerOptions: ParsableArguments {
  @Option(
    help: "Address of the service (default: $STAIRCASE_SERVER, else http://127.0.0.1:8080).")
  var server: String?

  @Option(help: "Bearer token, where the service wants one (default: $STAIRCASE_TOKEN).")
  var token: String?

  func client() throws -> ServiceClient {
    let environment = ProcessInfo.processInfo.environment
    let address = server ?? environment["STAIRCASE_SERVER"] ?? "http://127.0.0.1:8080"
    guard let url = URL(string: address), ["http", "https"].contains(url.scheme),
      url.host() != nil
    else {
      throw ValidationError("\"\(address)\" is no address such as http://127.0.0.1:8080")
    }
    return ServiceClient(server: url, token: token ?? environment["STAIRCASE_TOKEN"])
  }
}
