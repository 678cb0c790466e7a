import GRDB

/// How the connection that writes keeps its promises.
package struct Durability: Hashable, Sendable {
  /// "wal".
  package var journal: String
  /// 2 is FULL.
  package var synchronous: Int
  package var foreignKeys: Bool
}

extension Snapshot {
  package func durability() throws -> Durability {
    Durability(
      journal: try value(String.self, "PRAGMA journal_mode") ?? "",
      synchronous: try value(Int.self, "PRAGMA synchronous") ?? 0,
      foreignKeys: try value(Bool.self, "PRAGMA foreign_keys") ?? false)
  }
}
