package import Foundation
import GRDB
import Glibc

/// The one way to the database: reads of the last commit, and writes that share their commits.
///
/// SQLite in WAL mode with `synchronous = FULL`: a write that was acknowledged is on disk, also
/// after a power cut, as far as the disk keeps its promises. Readers work on the snapshot of the
/// last commit, and do not wait for the writer.
package final class Store: Sendable {
  let pool: DatabasePool
  private let log: WriteAheadLog
  private let writes: GroupCommit

  /// Opens or makes the database at `path`, and applies the `migrations` it does not have yet.
  ///
  /// - Parameters:
  ///   - migrations: the folder of `NNNN_what_it_does.sql`.
  ///   - migrates: false for a program that works beside a service, whose tables it must not
  ///     change: it throws `.migrationMissing` instead.
  ///   - busySeconds: how long a write waits for another program that holds the database.
  ///   - logLimit: bytes of the write-ahead log at which writes wait for reads, to begin it anew.
  package init(
    path: URL, migrations: URL, migrates: Bool = true, busySeconds: Double = 5,
    logLimit: Int = 64 << 20
  ) throws {
    var configuration = Configuration()
    configuration.label = "store"
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(busySeconds)
    configuration.maximumReaderCount = 8
    configuration.persistentReadOnlyConnections = true
    let migrator = Migrator(migrations: try Migration.load(folder: migrations))
    let log = WriteAheadLog(of: path.path, limit: logLimit)
    pool = try StoreError.translating(path.path) {
      let pool = try DatabasePool(path: path.path, configuration: configuration)
      try pool.writeWithoutTransaction { db in
        // GRDB opens WAL databases with NORMAL, which may lose the last commits in a power cut.
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try log.configure(db)
      }
      if migrates { try migrator.migrate(pool) } else { try migrator.check(pool) }
      return pool
    }
    self.log = log
    writes = GroupCommit(pool: pool, log: log)
  }

  /// Reads from a snapshot of the last commit, on the calling thread. `work` must not wait for a
  /// write, which may wait for it.
  package func read<T>(_ work: (Snapshot) throws -> T) throws -> T {
    try StoreError.translating(pool.path) { try pool.read { try work(Snapshot($0)) } }
  }

  /// Writes, and returns when the write is on disk. An error in `work` undoes all of it.
  ///
  /// - Parameter committed: called with the result before anyone is answered, on the writer's
  ///   thread, in the order of commits. It must be quick, and must not write.
  package func write<T: Sendable>(
    committed: (@Sendable (T) -> Void)? = nil,
    _ work: @escaping @Sendable (Transaction) throws -> T
  ) throws -> T {
    try writes.perform(work, committed: committed)
  }

  /// Writes without holding the calling thread.
  ///
  /// - Parameter completion: called when the write is on disk or has failed, in the order of
  ///   commits, on a queue that it must not block.
  package func write<T: Sendable>(
    committed: (@Sendable (T) -> Void)? = nil,
    _ work: @escaping @Sendable (Transaction) throws -> T,
    completion: @escaping @Sendable (Result<T, any Error>) -> Void
  ) {
    writes.submit(work, committed: committed, completion: completion)
  }

  /// How many commits have failed, for a full or damaged disk or another program that has the
  /// database.
  package var failedWrites: Int { writes.failures }

  /// Bytes of the database's file and of its write-ahead log.
  package var fileSizes: (database: Int, log: Int) {
    let attributes = try? FileManager.default.attributesOfItem(atPath: pool.path)
    return ((attributes?[.size] as? NSNumber)?.intValue ?? 0, log.bytes)
  }

  /// Bytes that the file system of the database has left; nil where it does not tell.
  package var availableBytes: Int? {
    var status = statvfs()
    guard statvfs(pool.path, &status) == 0 else { return nil }
    return Int(status.f_bavail) * Int(status.f_frsize)
  }

  /// Ends all work and closes the file. Throws if a read is still under way.
  package func close() throws {
    // Into the file itself: a connection that only reads may be the last to close, and leaves the
    // log.
    _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    try pool.close()
  }
}
