import ArgumentParser
import Foundation
import Store

/// The data folder that a command works on; a service may be using it.
struct DataOption: ParsableArguments {
  @Option(
    help: "Folder of the database and the artifacts, as given to `staircase serve`.",
    completion: .directory)
  var data = "data"

  var folder: URL { URL(filePath: data, directoryHint: .isDirectory) }
  var artifacts: URL { DataFolder.artifacts(in: folder) }

  /// Throws if there is none.
  ///
  /// - Parameter canCreate: whether the command has an option --create.
  func database(canCreate: Bool = false) throws -> StoreFile {
    let database = DataFolder.database(in: folder)
    guard FileManager.default.fileExists(atPath: database.path) else {
      throw CommandError.noDatabase(in: data, canCreate: canCreate)
    }
    return StoreFile(database)
  }

  /// Opens the store of the folder, beside a service that may run on it: only without one is the
  /// database brought up to date.
  ///
  /// - Parameter create: whether it is made if there is none; nil if the command cannot.
  func open(create: Bool? = nil) throws -> Store {
    if create != true { _ = try database(canCreate: create != nil) }
    // Held while the store is opened, so that no service begins to make the same tables.
    let hold = try? DataFolder(folder)
    defer { withExtendedLifetime(hold) {} }
    do {
      return try Store(
        path: DataFolder.database(in: folder), migrations: InstallationFolders.find().migrations,
        migrates: hold != nil)
    } catch {
      throw CommandError(data: error, of: folder) ?? error
    }
  }

  /// Keeps services off the folder for as long as what it returns lives.
  func hold() throws -> DataFolder {
    do {
      return try DataFolder(folder)
    } catch StoreError.folderInUse(_, let pid) {
      let holder = pid.map { " (process \($0))" } ?? ""
      throw CommandError(
        description: "a service\(holder) uses the folder \(data); stop it first")
    }
  }
}
