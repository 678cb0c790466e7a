package import Experiments
package import Foundation
import GRDB

extension Snapshot {
  /// The workers that were heard of since `date`, in order of their ids.
  package func workers(seenSince date: Date) throws -> [WorkerInfo] {
    try rows("\(Self.workers) WHERE last_seen_at >= ? ORDER BY id", [Timestamp.milliseconds(date)])
      .map(Self.worker)
  }

  /// Whether there are workers that `forgetWorkers` would forget.
  package func hasSilentWorkers(since date: Date) throws -> Bool {
    try value(
      Bool.self, "SELECT EXISTS (SELECT 1 FROM workers WHERE \(Self.isSilent))",
      [Timestamp.milliseconds(date)]) ?? false
  }

  /// Not heard of since a moment, and without a job.
  fileprivate static var isSilent: String {
    "last_seen_at < ? AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.worker = workers.id)"
  }

  /// Throws `.notFound`.
  package func worker(id: String) throws -> WorkerInfo {
    guard let row = try row("\(Self.workers) WHERE id = ?", [id]) else {
      throw StoreError.notFound(kind: "worker", id: id)
    }
    return Self.worker(row)
  }

  fileprivate static let workers = """
    SELECT workers.*, (SELECT id FROM jobs WHERE worker = workers.id LIMIT 1) AS job FROM workers
    """

  fileprivate static func worker(_ row: Row) -> WorkerInfo {
    WorkerInfo(
      id: row["id"], host: row["host"], pid: row["pid"], threads: row["threads"],
      memoryBytes: row["memory"],
      instructionSet: InstructionSet(rank: row["instructions"]) ?? .any,
      draining: row["draining"], jobId: row["job"], startedAt: row.requiredDate("started_at"),
      lastSeenAt: row.requiredDate("last_seen_at"))
  }
}

extension Transaction {
  /// Notes a worker that asks for a job. Another process under the id of an earlier one is a new
  /// worker.
  package func register(worker: ClaimRequest, now: Date) throws {
    try execute(
      """
      INSERT INTO workers (id, host, pid, threads, memory, instructions, started_at, last_seen_at)
      VALUES (:id, :host, :pid, :threads, :memory, :instructions, :now, :now)
      ON CONFLICT (id) DO UPDATE SET host = :host, pid = :pid, threads = :threads,
        memory = :memory, instructions = :instructions, last_seen_at = :now,
        draining = draining AND (host, pid) = (:host, :pid),
        started_at = CASE WHEN (host, pid) = (:host, :pid) THEN started_at ELSE :now END
      """,
      [
        "id": worker.workerId, "host": worker.host, "pid": worker.pid, "threads": worker.threads,
        "memory": worker.memoryBytes, "instructions": worker.instructionSet.rank,
        "now": Timestamp.milliseconds(now),
      ])
    markChanged(worker: worker.workerId)
  }

  /// The workers that this write changed, as they are now, without those that it removed.
  package func workerChanges() throws -> [WorkerInfo] {
    try changedWorkers.compactMap { id in
      try row("\(Self.workers) WHERE id = ?", [id]).map(Self.worker)
    }
  }

  func markSeen(worker id: String, now: Date) throws {
    try execute(
      "UPDATE workers SET last_seen_at = ? WHERE id = ?", [Timestamp.milliseconds(now), id])
  }

  /// Forgets a worker that has ended.
  package func remove(worker id: String) throws {
    try execute("DELETE FROM workers WHERE id = ?", [id])
  }

  /// Forgets the workers that were not heard of since `date` and have no job.
  package func forgetWorkers(silentSince date: Date) throws {
    try execute("DELETE FROM workers WHERE \(Self.isSilent)", [Timestamp.milliseconds(date)])
  }

  /// A draining worker is given no more jobs. Throws `.notFound`.
  package func setDraining(_ draining: Bool, worker id: String) throws {
    let changed = try execute("UPDATE workers SET draining = ? WHERE id = ?", [draining, id])
    guard changed == 1 else { throw StoreError.notFound(kind: "worker", id: id) }
    markChanged(worker: id)
  }
}
