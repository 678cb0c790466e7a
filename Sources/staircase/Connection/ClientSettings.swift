import Foundation

/// Which service to talk to, and where each part of that comes from.
struct ClientSettings {
  struct Setting {
    var value: String
    /// Such as "--server".
    var source: String

    /// An address as it may be shown: without what stands before an @, which may be a password.
    var address: String {
      value.replacing(/^([a-z]*:\/\/)?.*@/.ignoresCase().dotMatchesNewlines()) { "\($0.1 ?? "")" }
    }
  }

  let server: Setting
  let token: Setting?

  /// Throws for a configuration file that cannot be read.
  init(
    server: String?, token: String?,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    let file = ClientConfigurationFile(environment: environment)
    let given = [
      server ?? environment["STAIRCASE_SERVER"], token ?? environment["STAIRCASE_TOKEN"],
    ]
    // Not read where nothing of it counts: a worker that a service starts does without a home.
    let isNeeded = given.contains { $0?.isEmpty ?? true }
    let stored = isNeeded ? try file.read() : ClientConfigurationFile.Content()
    self.server =
      Self.first([
        (server, "--server"), (environment["STAIRCASE_SERVER"], "$STAIRCASE_SERVER"),
        (stored.server, file.url.path),
      ]) ?? Setting(value: "http://127.0.0.1:8080", source: "the default")
    self.token = Self.first([
      (token, "--token"), (environment["STAIRCASE_TOKEN"], "$STAIRCASE_TOKEN"),
      (stored.token, file.url.path),
    ])
  }

  private static func first(_ candidates: [(String?, String)]) -> Setting? {
    candidates.lazy.compactMap { value, source in
      // What comes out of a file may end with a line; an empty variable is one that is not set.
      let text = value?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
      return text.isEmpty ? nil : Setting(value: text, source: source)
    }.first
  }
}
