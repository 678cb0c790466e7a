/// Something that is not as it should be in a data folder.
package struct StoreFinding: Codable, Hashable, Sendable {
  package var kind: Kind
  /// A table, or the path of a file below the folder of artifacts.
  package var place: String
  package var detail: String

  package enum Kind: String, Codable, CaseIterable, Sendable {
    /// SQLite finds the file damaged.
    case damage
    /// SQLite cannot read the file, or a part of it.
    case damagedDatabase = "damaged-database"
    /// A row refers to one that is not there.
    case reference
    /// A count that is kept is not that of the rows.
    case count
    /// An artifact whose file is not there.
    case missingFile = "missing-file"
    /// An artifact whose file has another size or content.
    case changedFile = "changed-file"
    /// A file that no artifact refers to: it takes room, no more.
    case orphanFile = "orphan-file"
  }

  package init(_ kind: Kind, _ place: String, _ detail: String) {
    self.kind = kind
    self.place = place
    self.detail = detail
  }
}
