import ArgumentParser
import Client
import Experiments

/// What a command does to each of the jobs or runs that it was given.
enum EachOf {
  /// Goes on after one to which it cannot be done, and ends with exit code 1 then.
  ///
  /// - Parameters:
  ///   - line: what is told of one to which it was done.
  ///   - action: does it to the one of a name.
  static func perform<Item: Encodable>(
    on names: [String], _ output: OutputOptions, _ line: (Item) -> String,
    _ action: (ServiceClient, String) async throws -> Item
  ) async throws {
    let client = try output.client()
    var refused = false
    for name in names {
      do {
        try await output.print(action(client, name), line)
      } catch  where names.count > 1 && isOfOne(error) {
        let end = CommandExit(error, json: output.json)
        if let message = end?.message { Terminal.printError(message) }
        refused = true
      }
    }
    if refused { throw ExitCode.failure }
  }

  /// Whether it is about one of them, so that another may fare better.
  private static func isOfOne(_ error: any Error) -> Bool {
    error is CommandError || [404, 409].contains((error as? ClientError)?.status)
  }
}
