import GRDB
import GRDBSQLite
import Glibc
import Synchronization

/// The write-ahead log of a database, kept short also where there is always someone who reads.
///
/// After a commit SQLite copies what the log holds into the database, as far as nobody reads an
/// older state, and begins the log anew once all is copied and nobody reads from it. Where one read
/// follows another without a gap neither would ever be, and the log would grow for ever: so the
/// writer waits for them now and then.
final class WriteAheadLog: Sendable {
  private let path: String
  /// Bytes of the file that are too many.
  private let limit: Int
  /// The same for now: more while someone reads for long.
  private let currentLimit: Atomic<Int>

  init(of database: String, limit: Int) {
    path = database + "-wal"
    self.limit = limit
    currentLimit = Atomic(limit)
  }

  /// Sets up the connection that writes. The log is copied from a quarter of the limit on, as far
  /// as that can be without waiting: a long one less often, and a page that commit after commit
  /// changes only once. When it begins anew the file is cut off at half of the limit.
  func configure(_ db: Database) throws {
    let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
    try db.execute(
      sql: """
        PRAGMA wal_autocheckpoint = \(limit / 4 / pageSize);
        PRAGMA journal_size_limit = \(limit / 2)
        """)
  }

  /// Bytes of the file.
  var bytes: Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  var isTooLong: Bool { bytes > currentLimit.load(ordering: .relaxed) }

  /// Milliseconds for which writes wait so that the log can begin anew: half a second, the more the
  /// longer it is, and two at most.
  private var patience: Int32 { Int32(min(500 * (bytes / limit), 2000)) }

  /// Copies all of the log, which then begins anew. Reads that began before are waited for; those
  /// that begin meanwhile need nothing of the log once it is copied, and are not held up. A read
  /// that takes longer, or that of another process such as a backup, is let go on: the next time is
  /// when the log is twice as long.
  func restart(_ db: Database) {
    let usual = try? Int.fetchOne(db, sql: "PRAGMA busy_timeout")
    sqlite3_busy_timeout(db.sqliteConnection, patience)
    defer { sqlite3_busy_timeout(db.sqliteConnection, Int32(usual ?? 0)) }
    let isDone = (try? db.checkpoint(.restart)) != nil
    currentLimit.store(isDone ? limit : 2 * bytes, ordering: .relaxed)
  }
}
