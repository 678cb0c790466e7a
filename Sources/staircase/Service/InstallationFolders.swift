import Foundation

/// Where the files that belong to the program lie: the dashboard and the SQL of the store.
struct InstallationFolders {
  /// The program itself.
  let executable: URL
  /// The folder of `Public` (the dashboard) and `Migrations` (the store's SQL).
  let resources: URL

  /// The SQL of the store.
  var migrations: URL { resources.appending(path: "Migrations", directoryHint: .isDirectory) }

  /// Looks in ../share/staircase (an installation: bin/staircase), then in each folder above the
  /// executable (a checkout: .build/release/staircase).
  static func find(
    executable: URL = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
  ) throws -> InstallationFolders {
    let executable = executable.resolvingSymlinksInPath()
    var folder = executable.deletingLastPathComponent()
    var places = [folder.appending(path: "../share/staircase").standardizedFileURL]
    while folder.path != "/" {
      places.append(folder)
      folder.deleteLastPathComponent()
    }
    guard let resources = places.first(where: holdsResources) else {
      throw CommandError(
        description: """
          no folder with Public and Migrations was found above \(executable.path) or in \
          ../share/staircase: run the program from its checkout or install it with `make install`
          """)
    }
    return InstallationFolders(executable: executable, resources: resources)
  }

  private static func holdsResources(_ folder: URL) -> Bool {
    ["Public/index.html", "Migrations"].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
  }
}
