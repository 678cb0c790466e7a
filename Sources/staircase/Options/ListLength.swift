import ArgumentParser
import Experiments

/// How much of a list is shown.
struct ListLength: ParsableArguments {
  @Option(help: "Of a list, at most so many.")
  var limit = 20

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit \(limit) is not above 0") }
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
}
