package import Experiments
import Foundation
import GRDB

extension Snapshot {
  /// The artifacts of a run, sorted by path. Throws `.notFound` if there is no such run.
  package func artifacts(run id: String) throws -> [Artifact] {
    try rows("SELECT * FROM artifacts WHERE run = ? ORDER BY path", [try runKey(id: id)])
      .map(Self.artifact)
  }

  /// Throws `.notFound`.
  package func artifact(run id: String, path: String) throws -> Artifact {
    guard let artifact = try artifact(run: runKey(id: id), path: path) else {
      throw StoreError.notFound(kind: "artifact", id: path)
    }
    return artifact
  }

  func artifact(run: Int64, path: String) throws -> Artifact? {
    try row("SELECT * FROM artifacts WHERE run = ? AND path = ?", [run, path])
      .map(Self.artifact)
  }

  /// Throws `.invalidArtifactPath` if the run has a file where the path has a folder, or a folder
  /// where the path has its file: no file system holds both, so that they could not be exported.
  func checkPlace(of path: String, run: Int64) throws {
    let scalars = path.unicodeScalars
    let folders = scalars.indices.filter { scalars[$0] == "/" }.map { String(scalars[..<$0]) }
    // 0 follows / in ASCII: what begins with the path and / is between.
    let other = try value(
      String.self,
      """
      SELECT path FROM artifacts WHERE run = ?1 AND path > ?2 || '/' AND path < ?2 || '0'
      UNION ALL
      SELECT path FROM artifacts WHERE run = ?1 AND path IN (SELECT value FROM json_each(?3))
      LIMIT 1
      """, [run, path, try JSONCoding.text(folders)])
    guard let other else { return }
    throw StoreError.invalidArtifactPath(
      path: path, reason: "there is \"\(other)\", and no file is a folder too")
  }

  /// Whether a run has an artifact with this content, under any path.
  func hasContent(_ sha256: String, run: Int64) throws -> Bool {
    try value(
      Bool.self, "SELECT EXISTS (SELECT 1 FROM artifacts WHERE run = ? AND sha256 = ?)",
      [run, sha256]) ?? false
  }

  private static func artifact(_ row: Row) -> Artifact {
    Artifact(
      path: row["path"], bytes: row["bytes"], sha256: row["sha256"],
      createdAt: row.requiredDate("created_at"))
  }
}

extension Transaction {
  /// Notes an artifact, in place of what had its path; the last checkpoint becomes the previous
  /// one.
  ///
  /// Returns whether there was one before, and the content that nothing refers to any more. Throws
  /// what `condition` throws of the one before, `.leaseLost` if the run's job is held under another
  /// lease than `lease` and the path is one of a checkpoint, `.invalidArtifactPath`, `.runDeleted`
  /// or `.notFound`.
  func put(
    _ artifact: Artifact, run id: String, lease: String?, if condition: ArtifactStore.Condition
  ) throws -> (isReplacement: Bool, unused: String?) {
    let key = try activeRunKey(id: id)
    try checkWriter(path: artifact.path, run: key, lease: lease)
    var old = try self.artifact(run: key, path: artifact.path)
    let isReplacement = old != nil
    try condition(old)
    if !isReplacement { try checkPlace(of: artifact.path, run: key) }
    if artifact.path == JobArtifact.lastCheckpoint, old?.sha256 != artifact.sha256 {
      old = try self.artifact(run: key, path: JobArtifact.previousCheckpoint)
      try execute(
        "UPDATE OR REPLACE artifacts SET path = ? WHERE run = ? AND path = ?",
        [JobArtifact.previousCheckpoint, key, artifact.path])
    }
    try execute(
      """
      INSERT INTO artifacts (run, path, bytes, sha256, created_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET bytes = excluded.bytes, sha256 = excluded.sha256,
        created_at = excluded.created_at
      """,
      [
        key, artifact.path, artifact.bytes, artifact.sha256,
        Timestamp.milliseconds(artifact.createdAt),
      ])
    guard let old, try !hasContent(old.sha256, run: key) else { return (isReplacement, nil) }
    return (isReplacement, old.sha256)
  }

  /// Forgets an artifact. Returns the content that nothing refers to any more. Throws what
  /// `condition` throws of it, `.leaseLost`, `.runDeleted` or `.notFound`.
  func removeArtifact(
    run id: String, path: String, if condition: ArtifactStore.Condition
  ) throws -> String? {
    let artifact = try artifact(run: id, path: path)
    let key = try activeRunKey(id: id)
    try checkWriter(path: path, run: key, lease: nil)
    try condition(artifact)
    try execute("DELETE FROM artifacts WHERE run = ? AND path = ?", [key, path])
    return try hasContent(artifact.sha256, run: key) ? nil : artifact.sha256
  }

  /// Only the worker that holds a job writes its checkpoints: a worker that lost its lease must
  /// not put an older state in place of a newer one.
  private func checkWriter(path: String, run: Int64, lease: String?) throws {
    guard lease != nil || path.hasPrefix("checkpoints/") else { return }
    guard let job = try row("SELECT id, lease_token FROM jobs WHERE run = ?", [run]) else { return }
    let token: String? = job["lease_token"]
    if lease == nil && token == nil { return }
    guard token == lease else { throw StoreError.leaseLost(job: job["id"]) }
  }
}
