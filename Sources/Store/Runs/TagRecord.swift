import GRDB

extension Transaction {
  /// Adds tags, and changes those that are there.
  func setTags(_ tags: [String: String], run: Int64) throws {
    for (key, value) in tags {
      try execute(
        """
        INSERT INTO tags (run, key, value) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET value = excluded.value
        """, [run, key, value])
    }
  }
}
