import Foundation

extension StudyTable {
  /// Headers of the columns for people: keys, measures, the number of seeds.
  package var headers: [String] { keys + measures + ["seeds"] }

  /// The cells of each row, for people: "90.12% ± 0.08%".
  package var cells: [[String]] {
    rows.map { row in
      keys.map { row.labels[$0] ?? "" }
        + measures.map { measure in row.values[measure].map { Self.text($0, measure) } ?? "" }
        + [Self.seeds(row)]
    }
  }

  /// RFC 4180: labels, then mean, deviation and number of seeds of each measure, in full precision.
  package var csv: String {
    let headers = keys + measures.flatMap { [$0, "\($0) deviation", "\($0) seeds"] }
    let lines = rows.map { row in
      keys.map { row.labels[$0] ?? "" }
        + measures.flatMap { measure -> [String] in
          guard let value = row.values[measure] else { return ["", "", "0"] }
          return ["\(value.mean)", value.deviation.map { "\($0)" } ?? "", "\(value.count)"]
        }
    }
    return ([headers] + lines).map { cells in
      cells.map(CSVField.quoted).joined(separator: ",") + "\r\n"
    }.joined()
  }

  /// A table of GitHub's Markdown.
  package var markdown: String {
    let rule = keys.map { _ in "---" } + measures.map { _ in "---:" } + ["---:"]
    return ([headers, rule] + cells).map { cells in
      "| " + cells.map { $0.escaping { $0 == "|" ? "\\|" : nil } }.joined(separator: " | ") + " |\n"
    }.joined()
  }

  private static func seeds(_ row: Row) -> String {
    let count = row.values.values.map(\.count).max() ?? 0
    return row.failed == 0 ? "\(count)" : "\(count), \(row.failed) failed"
  }

  private static func text(_ value: Statistic, _ measure: String) -> String {
    // Seeds do not move the bytes of a model.
    guard let deviation = value.deviation, deviation > 0 else { return number(value.mean, measure) }
    let spread = number(deviation, measure, digits: 2, wholeFrom: 10)
    return "\(number(value.mean, measure)) ± \(spread)"
  }

  private static func number(
    _ value: Double, _ measure: String, digits: Int = 4, wholeFrom: Double = 100
  ) -> String {
    if measure.hasSuffix("Accuracy") || measure.hasPrefix("from") {
      return Percentage.text(value, digits: 2)
    }
    if abs(value) >= wholeFrom { return String(format: "%.0f", value) }
    return String(format: "%.\(digits)g", value)
  }
}
