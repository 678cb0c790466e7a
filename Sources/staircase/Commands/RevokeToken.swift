import ArgumentParser
import Store

struct RevokeToken: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Takes a token back, and ends the browser sessions that began with it.")

  @Argument(help: "The token's number, as `staircase token list` shows it.")
  var token: Int

  @OptionGroup var folder: TokenFolder

  func run() throws {
    let store = try folder.open(create: false)
    do {
      let id = token
      try store.write { try $0.revokeToken(id: id) }
    } catch StoreError.notFound {
      throw TokenCommandError.noToken(id: token)
    }
    let isLast = try store.read { try $0.tokens().isEmpty }
    try store.close()
    if isLast {
      Terminal.printError("that was the last: a service on a loopback address is open again")
    }
  }
}
