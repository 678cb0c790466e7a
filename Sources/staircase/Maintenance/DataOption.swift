import ArgumentParser
import Foundation

/// The data folder that a command looks after; a service may be using it.
struct DataOption: ParsableArguments {
  @Option(help: "Folder of the database and the artifacts.")
  var data = "data"

  var folder: URL { URL(filePath: data, directoryHint: .isDirectory) }
  var database: URL { folder.appending(path: "staircase.sqlite") }
  var artifacts: URL { folder.appending(path: "artifacts", directoryHint: .isDirectory) }

  func validate() throws {
    guard FileManager.default.fileExists(atPath: database.path) else {
      throw ValidationError("--data \(data) has no staircase.sqlite: it is no data folder")
    }
  }
}
