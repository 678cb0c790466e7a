import GRDB
import GRDBSQLite

/// A statement that inserts row after row, with its values bound where they are: no array of
/// arguments is made for a row.
///
/// For one transaction: the statement belongs to its connection.
struct RowInsert {
  /// Keeps the statement.
  private let owner: Statement
  private let statement: OpaquePointer
  private let connection: OpaquePointer?

  init(_ statement: Statement) {
    owner = statement
    self.statement = statement.sqliteStatement
    connection = sqlite3_db_handle(statement.sqliteStatement)
  }

  /// Inserts one row. Returns false if a constraint says that it is there already.
  func execute(_ bind: (RowBinding) throws -> Void) throws -> Bool {
    let code = try withExtendedLifetime(owner) {
      try bind(RowBinding(statement: statement))
      defer { sqlite3_reset(statement) }
      return sqlite3_step(statement)
    }
    guard code == SQLITE_DONE else {
      let message = connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
      throw DatabaseError(
        resultCode: ResultCode(rawValue: connection.map(sqlite3_extended_errcode) ?? code),
        message: message)
    }
    return sqlite3_changes(connection) == 1
  }
}
