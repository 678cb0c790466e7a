import GRDB

extension Transaction {
  /// Adds parameters. Throws `.parameterChanged` if one is there with another value.
  func setParameters(_ parameters: [String: String], run: Int64) throws {
    for (key, value) in parameters {
      let added = try execute(
        "INSERT INTO parameters (run, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [run, key, value])
      if added == 1 { continue }
      let old = try self.value(
        String.self, "SELECT value FROM parameters WHERE run = ? AND key = ?", [run, key])
      guard old == value else {
        throw StoreError.parameterChanged(key: key, old: old ?? "", new: value)
      }
    }
  }
}
