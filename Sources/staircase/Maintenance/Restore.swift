import ArgumentParser
import Foundation
import Store

struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Puts a backup in the place of the database; the service must be stopped.",
    discussion: """
      The backup is looked over first, and copied: it stays what it is. The files of artifacts are \
      copied back by hand, with cp or rsync; `staircase check` then tells which are missing. Tokens \
      are those of the backup: one that was revoked since is to be revoked again.
      """)

  @Argument(help: "A file that `staircase backup` made.", completion: .file())
  var file: String

  @Flag(help: "Also where there is a database; it is kept beside the new one, as .replaced.")
  var force = false

  @OptionGroup var options: DataOption

  func run() throws {
    let held = try options.hold()
    defer { withExtendedLifetime(held) {} }
    let before: URL?
    do {
      before = try StoreFile(held.database).restore(
        from: URL(filePath: file), migrations: InstallationFolders.find().migrations,
        replaces: force)
    } catch StoreError.file(_, let path, EEXIST) {
      throw CommandError(
        description: "\(path): there is a database; --force moves it aside",
        exitCode: .cannotCreate)
    } catch let error as UnusableBackup {
      throw CommandError(
        description: "\(error.path) is no backup to restore: \(error.reason)", exitCode: .noInput)
    } catch StoreError.migrationUnknown(let name), StoreError.migrationEdited(let name, _, _) {
      throw CommandError(
        description: "\(file) was written by another version (migration \(name)): use that one",
        exitCode: .noInput)
    }
    try Terminal.print("\(held.database.relativePath): restored from \(file)")
    if let before { try Terminal.print("the database before: \(before.relativePath)") }
  }
}
