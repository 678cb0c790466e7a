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
  /// The whole numbers that a double, and with it JavaScript, holds exactly: steps may count
  /// tokens, or be below 0.
  package static let steps = -(1 << 53 - 1)...(1 << 53 - 1)

  /// Reads the JSON form. Throws `InvalidJSON` or `InvalidSpec` with a pointer to each bad field.
  package init(json: Data, now: Date) throws {
    if let points = MetricScanner.points(json, now: now) {
      metrics = points
    } else {
      self = try FieldReader.read(JSONCoding.tree(json)) { MetricBatch($0, now: now) }
    }
  }

  package init(_ reader: FieldReader, now: Date) {
    metrics = reader.objects("metrics", maximum: Self.maximum, about: "The points.") {
      MetricPoint($0, now: now)
    }
  }

  /// Reads the NDJSON form. The pointer of an error begins with the number of its line, from 0.
  package init(ndjson: Data, now: Date) throws {
    metrics = []
    var errors = FieldErrors()
    for (line, text) in ndjson.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where !errors.isFull
      && !text.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 })
    {
      do {
        let tree = try JSONCoding.tree(Data(text))
        metrics.append(try FieldReader.read(tree) { MetricPoint($0, now: now) })
      } catch let error as InvalidSpec {
        errors.add(
          error.errors.map { FieldError(pointer: "/\(line)\($0.pointer)", detail: $0.detail) })
      } catch let error as InvalidJSON {
        errors.add(FieldError(pointer: "/\(line)", detail: error.description))
      }
    }
    if metrics.count > Self.maximum {
      errors.add(
        FieldError(pointer: "", detail: "\(metrics.count) points: at most \(Self.maximum)"))
    }
    if !errors.kept.isEmpty { throw InvalidSpec(errors: errors.told) }
  }
}

extension MetricPoint {
  /// - Parameter now: the time of a point that has none; nil if every point must have one.
  package init(_ reader: FieldReader, now: Date?) {
    self.init(
      key: reader.name(
        "key", maximum: MetricBatch.maximumKey, example: "trainLoss", about: "The metric's name."),
      step: reader.integer(
        "step", in: MetricBatch.steps, default: 0, about: "Where on the horizontal axis."),
      value: reader.value("value", about: "The value, which may be NaN or infinite."),
      time: reader.time(
        "time", default: now,
        about: "When it was measured" + (now == nil ? "." : "; now if it is not given.")))
  }
}
