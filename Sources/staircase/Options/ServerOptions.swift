import ArgumentParser
import Client
import Foundation

/// Which service a command talks to.
struct ServerOptions: ParsableArguments {
  @Option(
    help: """
      Address of the service (default: $STAIRCASE_SERVER, else the configuration's, else \
      http://127.0.0.1:8080).
      """)
  var server: String?

  @Option(
    help:
      "Bearer token, where the service wants one (default: $STAIRCASE_TOKEN, else the configuration's)."
  )
  var token: String?

  func client() throws -> ServiceClient {
    let (server, token) = try address()
    return ServiceClient(server: server, token: token)
  }

  /// Where the service is, and what is shown to it. An address with a user or a password in it is
  /// refused: it would stand in logs and in the list of processes, and no service asks for one.
  func address() throws -> (server: URL, token: String?) {
    let settings = try settings()
    let address = settings.server.value
    guard !address.contains("@") else {
      throw ValidationError(
        """
        the address of the service (\(settings.server.source)) has a user or a password before an \
        @: leave them out, and give a token with --token, $STAIRCASE_TOKEN or \
        `staircase config set token -`
        """)
    }
    guard let url = URL(string: address), ["http", "https"].contains(url.scheme),
      url.host() != nil
    else {
      throw ValidationError(
        "\"\(address)\" (\(settings.server.source)) is no address such as http://127.0.0.1:8080")
    }
    return (url, settings.token?.value)
  }

  /// What counts: an option, else the environment, else the configuration file, else the default.
  func settings() throws -> ClientSettings {
    try ClientSettings(server: server, token: token)
  }
}
