import ArgumentParser
import Client
import Experiments

/// What every command that lists has.
struct ListOptions: ParsableArguments {
  @Option(help: "Only those of the experiment of this name.")
  var experiment: String?

  @Option(help: "Only those that this study made.")
  var study: String?

  @Option(help: "At most so many.")
  var limit = 20

  func validate() throws {
    guard (1...1000).contains(limit) else {
      throw ValidationError("--limit \(limit) is not between 1 and 1000")
    }
  }

  /// Says that a list was cut, where it was; beside the list, which a program may read.
  func tellOfMore(_ page: Page<some Any>) {
    if page.nextCursor != nil { Terminal.printError("\(page.items.count) of more: --limit N") }
  }

  /// Throws if the experiment or the study is unknown, which is why a list of theirs is empty.
  func checkNames(_ client: ServiceClient) async throws {
    if let experiment {
      let page = try await client.experiments()
      let known = page.items.map(\.name)
      if !known.contains(experiment), page.nextCursor == nil {
        throw CommandError.unknown("experiment", experiment, known: known)
      }
    }
    if let study { _ = try await client.study(study) }
  }
}
