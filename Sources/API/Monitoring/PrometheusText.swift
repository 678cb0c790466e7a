import Experiments

/// Figures in Prometheus' text format, version 0.0.4.
struct PrometheusText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  enum Kind: String {
    case counter
    case gauge
    case histogram
  }

  typealias Labels = KeyValuePairs<String, String>

  private(set) var text = ""

  /// Begins the figures of one name; those without any are left out.
  mutating func family(
    _ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: Labels, value: Double)]
  ) {
    if samples.isEmpty { return }
    head(name, kind, help)
    for sample in samples { add(name, sample.labels, sample.value) }
  }

  /// One figure without labels.
  mutating func figure(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    family(name, kind, help, [([:], value)])
  }

  /// Histograms of one name, one a set of labels.
  mutating func histograms(
    _ name: String, _ help: String, _ rows: [(labels: Labels, histogram: LatencyHistogram)]
  ) {
    if rows.isEmpty { return }
    head(name, .histogram, help)
    for row in rows {
      var total = 0
      for (bound, count) in zip(LatencyHistogram.bounds, row.histogram.counts) {
        total += count
        add("\(name)_bucket", row.labels, Double(total), ("le", Self.number(bound)))
      }
      add("\(name)_bucket", row.labels, Double(row.histogram.count), ("le", "+Inf"))
      add("\(name)_sum", row.labels, row.histogram.sum)
      add("\(name)_count", row.labels, Double(row.histogram.count))
    }
  }

  private mutating func head(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  private mutating func add(
    _ name: String, _ labels: Labels, _ value: Double, _ more: (String, String)? = nil
  ) {
    var pairs = labels.map { "\($0.key)=\"\(Self.escape($0.value))\"" }
    if let more { pairs.append("\(more.0)=\"\(more.1)\"") }
    let set = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    text += "\(name)\(set) \(Self.number(value))\n"
  }

  private static func escape(_ value: String) -> String {
    value.escaping { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n": "\\n"
      default: nil
      }
    }
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return Int(exactly: value).map(String.init) ?? "\(value)"
  }
}
