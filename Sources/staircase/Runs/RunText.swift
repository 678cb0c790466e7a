import Experiments

/// Runs as people read them.
enum RunText {
  /// A run a row. Beside what every run has, a column for each metric, parameter and tag of
  /// `fields`, and for test accuracy and training loss where a run has them.
  static func table(_ runs: [Run], fields: [RunField] = []) -> String {
    let usual = [("TEST ACCURACY", "testAccuracy"), ("TRAIN LOSS", "trainLoss")]
      .filter { _, key in runs.contains { $0.latest[key] != nil } }
      .map { (title: $0, field: RunField.metric($1)) }
    let asked = fields.compactMap { field in field.key.map { (title: $0, field: field) } }
      .filter { column in !usual.contains { $0.field == column.field } }
    var table = TextTable(
      [("RUN", .left), ("NAME", .left), ("EXPERIMENT", .left), ("STATUS", .left)]
        + (asked + usual).map { ($0.title, .right) } + [("CREATED", .right)])
    for run in runs {
      table.append(
        [run.id, run.name, run.experiment, run.status.rawValue]
          + (asked + usual).map { text(of: $0.field, run) } + [Format.age(run.createdAt)])
    }
    return table.rendered()
  }

  private static func text(of field: RunField, _ run: Run) -> String {
    switch field {
    case .metric("testAccuracy"):
      run.latest["testAccuracy"].map { Format.percent($0.value, digits: 2) } ?? ""
    case .metric(let key): run.latest[key].map { number($0.value) } ?? ""
    case .parameter(let key): run.parameters[key] ?? ""
    case .tag(let key): run.tags[key] ?? ""
    case .attribute: ""
    }
  }

  /// One run: what it is, its parameters, the latest of each metric, and its tags.
  static func details(_ run: Run) -> String {
    var parts: [(title: String, rows: [(String, String)])] = [
      (
        "",
        [
          ("run", run.id), ("name", run.name), ("status", run.status.rawValue),
          ("experiment", run.experiment), ("job", run.jobId ?? ""),
          ("created", Timestamp.string(from: run.createdAt)),
        ]
      )
    ]
    parts.append(("PARAMETER", run.parameters.map { ($0, $1) }.sorted { $0.0 < $1.0 }))
    parts.append(("METRIC", run.latest.map { ($0, number($1.value)) }.sorted { $0.0 < $1.0 }))
    parts.append(("TAG", run.tags.map { ($0, $1) }.sorted { $0.0 < $1.0 }))
    return parts.filter { !$0.rows.isEmpty }.map { title, rows in
      let width = (rows.map(\.0) + [title]).map { $0.printable().count }.max() ?? 0
      let lines = (title.isEmpty ? [] : [(title, "VALUE")]) + rows
      return lines.map { key, value in
        let key = key.printable()
        return "\(key)\(String(repeating: " ", count: width - key.count))  \(value.printable())"
      }.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// A column a run; a row a parameter that differs, then a row a metric.
  static func comparison(_ runs: [Run], all: Bool) -> String {
    var table = TextTable([("", .left)] + runs.map { ($0.name, .right) })
    table.append(["run"] + runs.map { String($0.id.prefix(8)) })
    table.append(["status"] + runs.map(\.status.rawValue))
    for key in Set(runs.flatMap(\.parameters.keys)).sorted() {
      let values = runs.map { $0.parameters[key] ?? "" }
      if all || Set(values).count > 1 { table.append([key] + values) }
    }
    for key in Set(runs.flatMap(\.latest.keys)).sorted() {
      table.append([key] + runs.map { run in run.latest[key].map { number($0.value) } ?? "" })
    }
    return table.rendered()
  }

  /// Whole numbers in groups, others with four digits behind the point.
  private static func number(_ value: Double) -> String {
    if let whole = Int(exactly: value) { return Format.grouped(whole) }
    return value.magnitude < 0.001 ? "\(value)" : Format.decimals(value, 4)
  }
}

extension RunField {
  /// The key of a metric, a parameter or a tag.
  fileprivate var key: String? {
    switch self {
    case .metric(let key), .parameter(let key), .tag(let key): key
    case .attribute: nil
    }
  }
}
