package import Experiments
package import Foundation
import GRDB

/// What a batch added to a run.
package struct StoredRecords: Sendable {
  package var runId: String
  /// The points that were not there before.
  package var metrics: [MetricPoint]
  package var stepPoints: [StepPoint]
}

extension Transaction {
  /// Stores what a worker recorded, once, and renews its lease. nil if this batch was stored
  /// before.
  ///
  /// Throws `.leaseLost`, `.notFound` or `.unknownQuantizer`.
  package func store(
    batch: RecordBatch, job id: String, leaseSeconds: Double, now: Date
  ) throws -> StoredRecords? {
    let holder = try row(
      """
      UPDATE jobs SET lease_expires_at = ? WHERE id = ? AND lease_token = ?
      RETURNING key, run, attempt, (SELECT id FROM runs WHERE runs.key = jobs.run) AS run_id
      """,
      [Timestamp.milliseconds(now) + Int(leaseSeconds * 1000), id, batch.lease])
    guard let holder else { throw try leaseError(id: id) }
    let job: Int64 = holder["key"]
    let attempt: Int = holder["attempt"]
    let isNew = try execute(
      "INSERT INTO record_batches (job, attempt, sequence) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      [job, attempt, batch.sequence])
    guard isNew == 1 else { return nil }
    try add(log: batch.log, job: job, attempt: attempt)
    return try add(batch, run: holder["run"], id: holder["run_id"])
  }

  private func add(_ batch: RecordBatch, run: Int64, id: String) throws -> StoredRecords {
    let ofQuantizers = QuantizerBatch(
      quantizers: batch.quantizers, stepPoints: batch.stepPoints, histograms: batch.histograms)
    return StoredRecords(
      runId: id, metrics: try add(metrics: batch.metrics, run: run, rule: .onePerStep),
      stepPoints: try add(ofQuantizers, run: run, id: id))
  }
}
