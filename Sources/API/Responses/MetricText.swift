import Experiments
import Foundation

/// Points as lines of text, for spreadsheets and pipes: CSV (RFC 4180) or NDJSON.
enum MetricText: Sendable {
  case csv
  case ndjson

  var contentType: String {
    switch self {
    case .csv: "text/csv; charset=utf-8; header=present"
    case .ndjson: "application/x-ndjson"
    }
  }

  /// What stands before the first point.
  var header: String {
    switch self {
    case .csv: "key,step,value,time\r\n"
    case .ndjson: ""
    }
  }

  /// One point, with the end of its line.
  func line(_ point: MetricPoint) throws -> String {
    switch self {
    case .csv:
      let value = Self.number(point.value)
      let time = Timestamp.string(from: point.time)
      return "\(CSVField.quoted(point.key)),\(point.step),\(value),\(time)\r\n"
    case .ndjson:
      return try JSONCoding.text(point) + "\n"
    }
  }

  /// The shortest digits that give the same double back; NaN and the infinities as in JSON.
  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return "\(value)"
  }
}
