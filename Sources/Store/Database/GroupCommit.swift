import Dispatch
import GRDB
import Synchronization

/// Collects the writes of many threads into common transactions.
///
/// A commit waits for the disk; what arrives meanwhile shares the next one. A request that fails
/// undoes only itself; it may be performed twice, so it must do nothing but write. Nobody is
/// answered before the commit that holds the request.
final class GroupCommit: Sendable {
  /// A request without its type: what to do, and whom to tell.
  private struct Request: Sendable {
    let perform: @Sendable (Transaction) -> (any Error)?
    /// Called on the writer's thread with nil after the commit, or with why there was none. Returns
    /// what is still to be told, elsewhere than on that thread.
    let finish: @Sendable ((any Error)?) -> (@Sendable () -> Void)?
  }

  private struct Line {
    var waiting: [Request] = []
    var isServed = false
  }

  /// So many requests share one commit at most, so that none waits too long.
  private static let groupLimit = 1024

  private let pool: DatabasePool
  private let log: WriteAheadLog
  private let line = Mutex(Line())
  private let failed = Atomic(0)
  private let completions = DispatchQueue(label: "store.completions")

  init(pool: DatabasePool, log: WriteAheadLog) {
    self.pool = pool
    self.log = log
  }

  /// How many groups had a write that the disk or another program kept from being committed.
  var failures: Int { failed.load(ordering: .relaxed) }

  func perform<T: Sendable>(
    _ work: @escaping @Sendable (Transaction) throws -> T, committed: (@Sendable (T) -> Void)?
  ) throws -> T {
    let done = DispatchSemaphore(value: 0)
    let answer = Slot<T>()
    enqueue(work, into: answer, committed: committed) {
      done.signal()
      return nil
    }
    done.wait()
    return try answer.get()
  }

  func submit<T: Sendable>(
    _ work: @escaping @Sendable (Transaction) throws -> T, committed: (@Sendable (T) -> Void)?,
    completion: @escaping @Sendable (Result<T, any Error>) -> Void
  ) {
    let answer = Slot<T>()
    enqueue(work, into: answer, committed: committed) {
      { completion(Result { try answer.get() }) }
    }
  }

  private func enqueue<T: Sendable>(
    _ work: @escaping @Sendable (Transaction) throws -> T, into answer: Slot<T>,
    committed: (@Sendable (T) -> Void)?,
    done: @escaping @Sendable () -> (@Sendable () -> Void)?
  ) {
    let request = Request(
      perform: { transaction in
        let result = Result { try work(transaction) }
        answer.set(result)
        if case .failure(let error) = result { return error }
        return nil
      },
      finish: { error in
        if let error { answer.set(.failure(error)) }
        if let committed, case .success(let value) = answer.result { committed(value) }
        return done()
      })
    let mustServe = line.withLock { line in
      line.waiting.append(request)
      defer { line.isServed = true }
      return !line.isServed
    }
    if mustServe { pool.asyncWriteWithoutTransaction { self.serve($0) } }
  }

  /// Commits groups until nobody waits.
  private func serve(_ db: Database) {
    while true {
      let group = line.withLock { line in
        let group = Array(line.waiting.prefix(Self.groupLimit))
        line.waiting.removeFirst(group.count)
        if group.isEmpty { line.isServed = false }
        return group
      }
      if group.isEmpty { return }
      let errors = commit(group, db)
      if errors.contains(where: { $0.map(Self.isOfTheDisk) == true }) {
        failed.add(1, ordering: .relaxed)
      }
      let tell = zip(group, errors).compactMap { $0.finish($1) }
      // One piece of work for all: threads are woken once a commit.
      if !tell.isEmpty { completions.async { for tell in tell { tell() } } }
      if log.isTooLong { log.restart(db) }
    }
  }

  private static func isOfTheDisk(_ error: any Error) -> Bool {
    switch error {
    case StoreError.file, StoreError.busy, StoreError.damaged, StoreError.unusable: true
    default: false
    }
  }

  /// One transaction. Returns the error of each request, nil for those that are on disk.
  ///
  /// Errors are rare: savepoints, which keep one request's from touching the others, are made only
  /// once there was one, and then everything is done again.
  private func commit(_ group: [Request], _ db: Database) -> [(any Error)?] {
    do {
      return try perform(group, isolated: false, db) ?? perform(group, isolated: true, db) ?? []
    } catch {
      if db.isInsideTransaction { try? db.rollback() }
      let reason = StoreError.translate(error, path: pool.path)
      return group.map { _ in reason }
    }
  }

  /// nil, and nothing done, if a request failed that others would have to suffer for.
  private func perform(
    _ group: [Request], isolated: Bool, _ db: Database
  ) throws -> [(any Error)?]? {
    var errors: [(any Error)?] = []
    try db.beginTransaction(.immediate)
    for request in group {
      if isolated {
        errors.append(try attempt(request, db))
      } else if let error = request.perform(Transaction(db)) {
        if db.isInsideTransaction { try db.rollback() }
        return group.count > 1 ? nil : [StoreError.translate(error, path: pool.path)]
      } else {
        errors.append(nil)
      }
    }
    try db.commit()
    return errors
  }

  /// Throws if the whole transaction is lost; returns the error if only this request is.
  private func attempt(_ request: Request, _ db: Database) throws -> (any Error)? {
    try db.cachedStatement(sql: "SAVEPOINT request").execute()
    let error = request.perform(Transaction(db))
    if let error {
      // A full disk or an I/O error makes SQLite roll back the transaction itself.
      guard db.isInsideTransaction else { throw error }
      try db.cachedStatement(sql: "ROLLBACK TO request").execute()
    }
    try db.cachedStatement(sql: "RELEASE request").execute()
    return error.map { StoreError.translate($0, path: pool.path) }
  }
}

/// Where a request leaves its result until it may be told.
private final class Slot<T: Sendable>: Sendable {
  private let stored = Mutex<Result<T, any Error>?>(nil)

  var result: Result<T, any Error>? { stored.withLock { $0 } }

  func set(_ result: Result<T, any Error>) {
    stored.withLock { $0 = result }
  }

  func get() throws -> T {
    guard let result else { preconditionFailure("a request was answered before it was performed") }
    return try result.get()
  }
}
