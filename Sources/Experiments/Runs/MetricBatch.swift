package import Foundation

/// Points that a program logs to a run: `{"metrics": [{"key", "step", "value", "time"}]}`, or one
/// such point a line as NDJSON. `step` is 0 and `time` is now where they are not given.
package struct MetricBatch: Codable, Sendable {
  package var metrics: [MetricPoint]

  package init(metrics: [MetricPoint]) {
    self.metrics = metrics
  }

  /// More points in one request are refused.
  package static let maximum = 100_000
  /// A longer key is refused, as MLflow refuses it.
  package static let maximumKey = 250

  /// Reads the JSON form. Throws `InvalidJSON` or `InvalidSpec` with a pointer to each bad field.
  package init(json: Data, now: Date) throws {
    if let points = MetricScanner.points(json, now: now) {
      metrics = points
      return
    }
    metrics = try FieldReader.read(JSONCoding.tree(json)) { reader in
      reader.objects("metrics", maximum: Self.maximum) { MetricPoint($0, now: now) }
    }
  }

  /// Reads the NDJSON form. The pointer of an error begins with the number of its line, from 0.
  package init(ndjson: Data, now: Date) throws {
    metrics = []
    var errors: [FieldError] = []
    for (line, text) in ndjson.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where !text.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
      do {
        let tree = try JSONCoding.tree(Data(text))
        metrics.append(try FieldReader.read(tree) { MetricPoint($0, now: now) })
      } catch let error as InvalidSpec {
        errors += error.errors.map {
          FieldError(pointer: "/\(line)\($0.pointer)", detail: $0.detail)
        }
      } catch let error as InvalidJSON {
        errors.append(FieldError(pointer: "/\(line)", detail: error.description))
      }
    }
    if metrics.count > Self.maximum {
      errors.append(
        FieldError(pointer: "", detail: "\(metrics.count) points: at most \(Self.maximum)"))
    }
    if !errors.isEmpty { throw InvalidSpec(errors: errors) }
  }
}

extension MetricPoint {
  init(_ reader: FieldReader, now: Date) {
    self.init(
      key: reader.text("key", maximum: MetricBatch.maximumKey, example: "trainLoss"),
      step: reader.integer("step", in: 0...Int(Int32.max), default: 0),
      value: reader.value("value"),
      time: reader.time("time", default: now))
  }
}
