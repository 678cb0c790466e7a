import ArgumentParser
import Experiments
import Store

struct RevokeToken: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Takes a token back, and ends the browser sessions that began with it.")

  @Argument(help: "The token's number, as `staircase token list` shows it.")
  var token: Int

  @Flag(help: "Also the last one, after which a service on a loopback address is open.")
  var yes = false

  @OptionGroup var options: DataOption

  func run() throws {
    let store = try options.open()
    let id = token
    if !yes, try store.read({ try $0.tokens().map(\.id) }) == [id] {
      throw CommandError(
        description: """
          that is the last: without tokens a service on a loopback address is open to every program \
          of the machine. --yes revokes it all the same
          """)
    }
    do {
      try store.write { try $0.revokeToken(id: id) }
    } catch StoreError.notFound {
      throw CommandError(description: "there is no token \(token): see staircase token list")
    }
    try store.close()
    try Terminal.print("token \(token) is revoked")
  }
}
