import ArgumentParser
import Client
import Foundation

/// Which service a command talks to.
struct ServerOptions: ParsableArguments {
  @Option(help: "Address of the service.")
  var server = ProcessInfo.processInfo.environment["STAIRCASE_SERVER"] ?? "http://127.0.0.1:8080"

  @Option(help: "Bearer token, where the service wants one.")
  var token: String? = ProcessInfo.processInfo.environment["STAIRCASE_TOKEN"]

  func validate() throws {
    guard let url = URL(string: server), url.scheme == "http" || url.scheme == "https",
      url.host() != nil
    else {
      throw ValidationError("--server \(server) is no address such as http://127.0.0.1:8080")
    }
  }

  func client() throws -> ServiceClient {
    guard let url = URL(string: server) else {
      throw ValidationError("--server \(server) is no address such as http://127.0.0.1:8080")
    }
    return ServiceClient(server: url, token: token)
  }
}
