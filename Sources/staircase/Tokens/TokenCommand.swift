import ArgumentParser

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Makes, lists and revokes the tokens of a service.",
    discussion: """
      Works on the data folder, also while a service runs on it, which asks for a token from the first \
      one on. What is made or revoked counts at once.
      """,
    subcommands: [CreateToken.self, ListTokens.self, RevokeToken.self])
}
