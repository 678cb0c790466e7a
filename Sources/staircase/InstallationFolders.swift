import Foundation

/// Where the files that belong to the program lie: the dashboard and the SQL of the store.
struct InstallationFolders {
  /// The dashboard's static files.
  let dashboard: URL
  /// The numbered SQL files that make the store's tables.
  let migrations: URL

  enum NotFound: Error, CustomStringConvertible {
    case noFolder(name: String, executable: String)

    var description: String {
      switch self {
      case .noFolder(let name, let executable):
        """
        the folder \(name) was found neither above \(executable) nor in ../share/staircase; \
        run the program from its checkout or install it with `make install`
        """
      }
    }
  }

  /// Looks above the executable (a checkout: .build/release/staircase), then in
  /// ../share/staircase (an installation: bin/staircase).
  static func find(
    executable: URL = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
  ) throws -> InstallationFolders {
    InstallationFolders(
      dashboard: try folder("Public", near: executable.resolvingSymlinksInPath()),
      migrations: try folder("Migrations", near: executable.resolvingSymlinksInPath()))
  }

  private static func folder(_ name: String, near executable: URL) throws -> URL {
    var places = [
      executable.deletingLastPathComponent().appending(path: "../share/staircase").standardized
    ]
    var parent = executable.deletingLastPathComponent()
    while parent.path != "/" {
      places.append(parent)
      parent.deleteLastPathComponent()
    }
    for place in places {
      let candidate = place.appending(path: name)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder),
        isFolder.boolValue
      {
        return candidate
      }
    }
    throw NotFound.noFolder(name: name, executable: executable.path)
  }
}
