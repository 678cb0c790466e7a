import ArgumentParser
import Experiments
import Foundation
import Store

struct Purge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Removes deleted runs for good, and files that no run refers to.",
    discussion: "The service may run on, but with --vacuum.")

  @Option(help: "Only runs that were deleted so many days ago, or longer.")
  var days = 30.0

  @Flag(help: "Tell what would be removed.")
  var dryRun = false

  @Flag(help: "Give the room in the database back to the file system; the service must be stopped.")
  var vacuum = false

  @Flag(help: "Print it as JSON.")
  var json = false

  @OptionGroup var options: DataOption

  func validate() throws {
    guard (0...100_000).contains(days) else {
      throw ValidationError("--days \(days) is not between 0 and 100000")
    }
  }

  func run() throws {
    let file = try options.database()
    // Held to the end, so that no service starts meanwhile.
    let held = vacuum ? try options.hold() : nil
    defer { withExtendedLifetime(held) {} }
    let store = try options.open()
    let limit = Date(timeIntervalSinceNow: -days * 86_400)
    if dryRun {
      let ids = try store.read { try $0.purgeableRuns(deletedBefore: limit) }
      if json {
        let tree: JSONValue = ["runs": .array(ids.map { .string($0) })]
        return try Terminal.print(JSONCoding.text(tree))
      }
      for id in ids { try Terminal.print(id) }
      return try Terminal.print("\(ids.count) runs")
    }
    let artifacts = ArtifactStore(folder: options.artifacts, store: store)
    let ids = try store.purge(deletedBefore: limit, artifacts: artifacts)
    let orphans = try file.removeOrphans(in: options.artifacts)
    try store.close()
    if vacuum { try file.vacuum() }
    let tree: JSONValue = [
      "runs": .array(ids.map { .string($0) }), "files": .integer(orphans.files),
      "bytes": .integer(orphans.bytes),
    ]
    try Terminal.print(
      json
        ? JSONCoding.text(tree)
        : "\(ids.count) runs, \(orphans.files) needless files (\(Format.grouped(orphans.bytes)) bytes)"
    )
  }
}
