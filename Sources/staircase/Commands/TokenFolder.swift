import ArgumentParser
import Foundation
import Store

/// The data folder whose tokens a command works on.
struct TokenFolder: ParsableArguments {
  @Option(help: "Folder of the database and the artifacts, as given to `staircase serve`.")
  var data = "data"

  /// Opens the store of the folder, beside a service that may run on it.
  func open(create: Bool) throws -> Store {
    let folder = URL(filePath: data, directoryHint: .isDirectory)
    let database = DataFolder.database(in: folder)
    guard create || FileManager.default.fileExists(atPath: database.path) else {
      throw TokenCommandError.noDatabase(folder: data)
    }
    // Held while the store is opened, so that no service begins to make the same tables; one that has it
    // has made them.
    let hold = try? DataFolder(folder)
    defer { withExtendedLifetime(hold) {} }
    return try Store(
      path: database,
      migrations: InstallationFolders.find().resources.appending(
        path: "Migrations", directoryHint: .isDirectory))
  }
}
