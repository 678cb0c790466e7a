import GRDB
import GRDBSQLite

/// The rows of a statement, one after the other, with their numbers taken where they are: for
/// series of many thousand rows.
///
/// For one read or transaction: the statement belongs to its connection.
struct RowScan {
  /// Keeps the statement.
  private let owner: Statement
  private let statement: OpaquePointer

  /// - Parameter statement: with its arguments set. It is free again after `finish`.
  init(_ statement: Statement, _ arguments: StatementArguments) throws {
    try statement.setArguments(arguments)
    owner = statement
    self.statement = statement.sqliteStatement
  }

  /// The same with the values set one by one.
  init(_ statement: Statement, bind: (RowBinding) -> Void) {
    owner = statement
    self.statement = statement.sqliteStatement
    bind(RowBinding(statement: self.statement))
  }

  /// Whether there is another row, which is then the one that the numbers are of.
  func next() throws -> Bool {
    let code = withExtendedLifetime(owner) { sqlite3_step(statement) }
    if code == SQLITE_ROW { return true }
    guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    return false
  }

  func finish() {
    sqlite3_reset(statement)
  }

  func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

  /// SQLite keeps NaN as NULL.
  func number(_ column: Int32) -> Double {
    let number = sqlite3_column_double(statement, column)
    // NULL reads as zero: few numbers need the second call.
    return number == 0 && sqlite3_column_type(statement, column) == SQLITE_NULL ? .nan : number
  }

  func text(_ column: Int32) -> String? {
    sqlite3_column_text(statement, column).map { String(cString: $0) }
  }
}
