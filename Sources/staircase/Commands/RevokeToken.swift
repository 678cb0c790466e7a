import ArgumentParser
import Store

struct RevokeToken: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Takes a token back, and ends the browser sessions that began with it.")

  @Argument(help: "The token's number, as `staircase token list` shows it.")
  var token: Int

  @OptionGroup var options: DataOption

  func run() throws {
    let store = try options.open()
    do {
      let id = token
      try store.write { try $0.revokeToken(id: id) }
    } catch StoreError.notFound {
      throw CommandError(description: "there is no token \(token): see staircase token list")
    }
    let isLast = try store.read { try $0.tokens().isEmpty }
    try store.close()
    if isLast {
      Terminal.printError("that was the last: a service on a loopback address is open again")
    }
  }
}
