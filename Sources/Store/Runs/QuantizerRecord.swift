package import Experiments
import GRDB

extension Snapshot {
  /// The quantizers of a run, from its input to its output.
  package func quantizers(run id: String) throws -> [Quantizer] {
    try rows(
      "SELECT * FROM quantizers WHERE run = ? ORDER BY position, name", [try runKey(id: id)]
    ).map(Self.quantizer)
  }

  static func quantizer(_ row: Row) throws -> Quantizer {
    Quantizer(
      id: row["name"], layer: row["layer"], kind: try row.word("kind"), bits: row["bits"],
      signed: row["signed"], count: row["count"], shape: try JSONCoding.value(row["shape"]),
      position: row["position"])
  }

  /// Key by name, for the quantizers of a run.
  func quantizerKeys(run: Int64) throws -> [String: Int64] {
    let rows = try rows("SELECT name, key FROM quantizers WHERE run = ?", [run])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"], $0["key"]) })
  }
}

extension Transaction {
  /// Adds what another program logs of its quantizers. Returns the points that are new.
  ///
  /// Throws `.unknownQuantizer`, and as `log(metrics:run:)`.
  @discardableResult
  package func log(_ batch: QuantizerBatch, run id: String) throws -> [StepPoint] {
    try add(batch, run: keyOfOthersRun(id: id), id: id)
  }

  /// Adds quantizers, their points and their histograms. Returns the points that are new. Throws
  /// `.unknownQuantizer`.
  func add(_ batch: QuantizerBatch, run: Int64, id: String) throws -> [StepPoint] {
    try add(quantizers: batch.quantizers, run: run)
    let keys =
      batch.stepPoints.isEmpty && batch.histograms.isEmpty ? [:] : try quantizerKeys(run: run)
    try add(histograms: batch.histograms, id: id, keys: keys)
    return try add(stepPoints: batch.stepPoints, id: id, keys: keys)
  }

  /// Adds quantizers; one that is there already stays as it is.
  func add(quantizers: [Quantizer], run: Int64) throws {
    for quantizer in quantizers {
      try execute(
        """
        INSERT INTO quantizers (run, position, name, layer, kind, bits, signed, count, shape)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        [
          run, quantizer.position, quantizer.id, quantizer.layer, quantizer.kind.rawValue,
          quantizer.bits, quantizer.signed, quantizer.count, try JSONCoding.text(quantizer.shape),
        ])
    }
  }
}
