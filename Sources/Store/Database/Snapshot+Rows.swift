import GRDB

extension Snapshot {
  /// The rows of a statement that is compiled once a connection.
  func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
    try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: arguments)
  }

  func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
    try Row.fetchOne(try db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// Keys of rows as one argument, for `IN (SELECT value FROM json_each(?))`.
  static func list(_ keys: some Sequence<Int64>) -> String {
    "[" + keys.map { "\($0)" }.joined(separator: ",") + "]"
  }

  /// The first column of the first row.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ type: Value.Type, _ sql: String, _ arguments: StatementArguments = []
  ) throws -> Value? {
    try Value.fetchOne(try db.cachedStatement(sql: sql), arguments: arguments)
  }
}
