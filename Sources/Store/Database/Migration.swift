package import Foundation
import Digests

/// One step from an older schema to a newer: the file `NNNN_what_it_does.sql`.
package struct Migration: Hashable, Sendable {
  /// The file's name without `.sql`.
  package var name: String
  package var number: Int
  package var sql: String

  package init(name: String, number: Int, sql: String) {
    self.name = name
    self.number = number
    self.sql = sql
  }

  /// SHA-256 of the text: a migration that was applied must stay what it was.
  package var checksum: String {
    SHA256.digest(sql).hexadecimal
  }

  /// The migrations of a folder, in order. Throws if there are none, or if two have one number.
  package static func load(folder: URL) throws -> [Migration] {
    let files = try FileManager.default.contentsOfDirectory(
      at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "sql" }
    if files.isEmpty { throw StoreError.noMigrations(folder: folder.path) }
    var last = 0
    return try files.sorted { $0.lastPathComponent < $1.lastPathComponent }.map { file in
      let name = file.deletingPathExtension().lastPathComponent
      let digits = name.prefix { $0 != "_" }
      guard digits.count == 4, let number = Int(digits), number > last else {
        throw StoreError.migrationNumbering(name: name, after: last)
      }
      last = number
      return Migration(
        name: name, number: number, sql: try String(contentsOf: file, encoding: .utf8))
    }
  }
}
