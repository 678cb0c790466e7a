import ArgumentParser
import Experiments
import Foundation

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Shows and keeps which service the commands talk to.",
    discussion: """
      An option wins over the environment, and that over what is kept here: server and token, in \
      staircase/config.json under $XDG_CONFIG_HOME, else under ~/.config.
      """,
    subcommands: [Show.self, Set.self, Unset.self], defaultSubcommand: Show.self)

  enum Key: String, CaseIterable, ExpressibleByArgument {
    case server, token

    var path: WritableKeyPath<ClientConfigurationFile.Content, String?> {
      switch self {
      case .server: \.server
      case .token: \.token
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what counts, and where it comes from. A token is not shown.")

    @Flag(help: "Print it as JSON.")
    var json = false

    @OptionGroup var options: ServerOptions

    func run() throws {
      let settings = try options.settings()
      let token = settings.token.map { ($0.value.isEmpty ? "empty" : "set", $0.source) }
      let file = ClientConfigurationFile().url.path
      if json {
        let tree: JSONValue = [
          "server": .string(settings.server.address),
          "serverSource": .string(settings.server.source), "hasToken": .bool(token != nil),
          "tokenSource": token.map { .string($0.1) } ?? .null, "file": .string(file),
        ]
        return try Terminal.print(JSONCoding.prettyText(tree))
      }
      try Terminal.print(
        """
        server  \(settings.server.address)  (\(settings.server.source))
        token   \(token.map { "\($0.0)  (\($0.1))" } ?? "none")
        file    \(file)
        """)
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Keeps a setting.")

    @Argument(help: "server or token.")
    var key: Key

    @Argument(
      help: "Its value; - reads it from standard input, where no list of processes shows it.")
    var value: String

    func run() throws {
      let file = ClientConfigurationFile()
      var content = try file.read()
      let value = try value == "-" ? Self.input() : value
      content[keyPath: key.path] = value
      // Checked now rather than at the next call.
      if key == .server { _ = try ServerOptions.parse(["--server", value]).client() }
      try file.write(content)
      try Terminal.print("\(key.rawValue) is kept in \(file.url.path)")
    }

    private static func input() throws -> String {
      let value = String(decoding: try SpecFile.read("-"), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      if value.isEmpty { throw ValidationError("standard input has no value") }
      return value
    }
  }

  struct Unset: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Forgets a setting.")

    @Argument(help: "server or token.")
    var key: Key

    func run() throws {
      let file = ClientConfigurationFile()
      var content = try file.read()
      content[keyPath: key.path] = nil
      try file.write(content)
      try Terminal.print("\(key.rawValue) is forgotten")
    }
  }
}
