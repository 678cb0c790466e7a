import Experiments

/// Runs as people read them.
enum RunText {
  static func table(_ runs: [Run]) -> String {
    var table = TextTable([
      ("RUN", .left), ("NAME", .left), ("EXPERIMENT", .left), ("STATUS", .left),
      ("TEST ACCURACY", .right), ("TRAIN LOSS", .right),
    ])
    for run in runs {
      table.append([
        run.id, run.name, run.experiment, run.status.rawValue,
        run.latest["testAccuracy"].map { Format.percent($0.value) } ?? "",
        run.latest["trainLoss"].map { Format.decimals($0.value, 4) } ?? "",
      ])
    }
    return table.rendered()
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
