package import Foundation

/// The sources that the tests belong to.
package enum Checkout {
  /// The folder of README.md, Migrations and Public.
  package static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The store's SQL.
  package static let migrations = folder.appending(path: "Migrations")
}
