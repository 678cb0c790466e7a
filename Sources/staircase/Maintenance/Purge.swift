import ArgumentParser
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

  @OptionGroup var options: DataOption

  func validate() throws {
    guard days >= 0, days.isFinite else { throw ValidationError("--days \(days) is below 0") }
  }

  func run() throws {
    // Held to the end, so that no service starts meanwhile.
    let held = vacuum ? try hold() : nil
    defer { withExtendedLifetime(held) {} }
    let store = try Store(
      path: options.database,
      migrations: InstallationFolders.find().resources.appending(path: "Migrations"))
    let limit = Date(timeIntervalSinceNow: -days * 86_400)
    if dryRun {
      let ids = try store.read { try $0.purgeableRuns(deletedBefore: limit) }
      for id in ids { Terminal.print(id) }
      return Terminal.print("\(ids.count) runs")
    }
    let artifacts = ArtifactStore(folder: options.artifacts, store: store)
    let ids = try store.purge(deletedBefore: limit, artifacts: artifacts)
    let file = StoreFile(options.database)
    let orphans = try file.removeOrphans(in: options.artifacts)
    try store.close()
    if vacuum { try file.vacuum() }
    Terminal.print(
      "\(ids.count) runs, \(orphans.files) needless files (\(Format.grouped(orphans.bytes)) bytes)")
  }

  private func hold() throws -> DataFolder {
    do {
      return try DataFolder(options.folder)
    } catch StoreError.folderInUse(_, let pid) {
      let holder = pid.map { " (process \($0))" } ?? ""
      throw ValidationError("--vacuum: a service\(holder) uses the folder; stop it first")
    }
  }
}
