import ArgumentParser
import Client
import Experiments

/// What every command that lists has.
struct ListOptions: ParsableArguments {
  @Option(help: "Only those of the experiment of this name.")
  var experiment: String?

  @Option(help: "Only those that the study of this id made.")
  var study: String?

  @Option(help: "At most so many.")
  var limit = 20

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit \(limit) is not above 0") }
  }

  /// Throws if an id is given beside what narrows a list, which would be passed over.
  func check(id: String?, isNarrowed: Bool) throws {
    guard id != nil, isNarrowed || experiment != nil || study != nil else { return }
    throw ValidationError("an id is shown alone: leave it out, or the options that narrow a list")
  }

  /// The id of the study, of which the beginning may be given.
  func studyID(_ client: ServiceClient) async throws -> String? {
    guard let study else { return nil }
    return try await client.studyID(study)
  }

  /// As many items as are asked for, from as many pages as that takes.
  func read<Item>(
    _ page: (_ limit: Int, _ cursor: String?) async throws -> Page<Item>
  ) async throws -> Page<Item> {
    var read = try await page(min(limit, Self.largestPage), nil)
    while read.items.count < limit, let cursor = read.nextCursor {
      let next = try await page(min(limit - read.items.count, Self.largestPage), cursor)
      read.items += next.items
      read.nextCursor = next.nextCursor
    }
    return read
  }

  /// The most that the service gives at once.
  private static let largestPage = 1000

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
    if let study = try await studyID(client) { _ = try await client.study(study) }
  }
}
