import GRDB
import GRDBSQLite

/// Sets the values of a statement that is about to run: no array of arguments is made. All of them
/// must be set, as those of the run before stay.
struct RowBinding {
  let statement: OpaquePointer

  func bind(_ value: Int64, at place: Int32) {
    sqlite3_bind_int64(statement, place, value)
  }

  /// NaN is bound as NULL.
  func bind(_ value: Double, at place: Int32) {
    sqlite3_bind_double(statement, place, value)
  }

  /// nil is bound as NULL.
  func bind(_ value: String?, at place: Int32) {
    guard let value else {
      sqlite3_bind_null(statement, place)
      return
    }
    // SQLITE_TRANSIENT: SQLite copies the text.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    sqlite3_bind_text(statement, place, value, -1, transient)
  }
}
