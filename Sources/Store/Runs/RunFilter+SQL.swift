import Experiments
import GRDB

extension RunFilter.Comparison {
  /// Adds the comparison as a condition on `runs`, joined with `experiments` and `jobs`.
  func add(to conditions: inout Conditions) {
    switch field {
    case .metric(let key): addMetric(key, &conditions)
    case .parameter(let key): addText(in: "parameters", key, &conditions)
    case .tag(let key): addText(in: "tags", key, &conditions)
    case .attribute(let attribute):
      let (sql, values) = test.condition(on: attribute.column)
      conditions.add(sql, values)
    }
  }

  private func addMetric(_ key: String, _ conditions: inout Conditions) {
    let series =
      "SELECT run FROM latest_metrics WHERE metric = (SELECT id FROM metric_keys WHERE name = ?)"
    switch test {
    case .isNull: conditions.add("runs.key NOT IN (\(series))", key)
    case .isNotNull: conditions.add("runs.key IN (\(series))", key)
    // NaN differs from every number, and is neither above nor below one.
    case .number(.notEqual, let number):
      conditions.add("runs.key IN (\(series) AND (is_nan = 1 OR value <> ?))", key, number)
    default:
      let (sql, values) = test.condition(on: "value")
      conditions.add("runs.key IN (\(series) AND is_nan = 0 AND \(sql))", [key] + values)
    }
  }

  private func addText(in table: String, _ key: String, _ conditions: inout Conditions) {
    let rows = "SELECT run FROM \(table) WHERE key = ?"
    switch test {
    case .isNull: conditions.add("runs.key NOT IN (\(rows))", key)
    case .isNotNull: conditions.add("runs.key IN (\(rows))", key)
    default:
      let (sql, values) = test.condition(on: "value")
      conditions.add("runs.key IN (\(rows) AND \(sql))", [key] + values)
    }
  }
}

extension RunFilter.Test {
  /// The test on a column or an expression, with the values to bind.
  fileprivate func condition(
    on column: String
  ) -> (sql: String, values: [any DatabaseValueConvertible]) {
    switch self {
    case .number(let relation, let number): ("\(column) \(relation.rawValue) ?", [number])
    case .equal(let text): ("\(column) = ?", [text])
    case .notEqual(let text): ("\(column) <> ?", [text])
    case .like(let pattern, ignoringCase: true): ("\(column) LIKE ?", [pattern])
    // SQLite's LIKE ignores the case of ASCII letters; its GLOB does not.
    case .like(let pattern, ignoringCase: false): ("\(column) GLOB ?", [Self.glob(pattern)])
    case .among(let texts): ("\(column) IN (\(Self.marks(texts)))", texts)
    case .notAmong(let texts): ("\(column) NOT IN (\(Self.marks(texts)))", texts)
    case .isNull: ("\(column) IS NULL", [])
    case .isNotNull: ("\(column) IS NOT NULL", [])
    }
  }

  private static func marks(_ texts: [String]) -> String {
    texts.map { _ in "?" }.joined(separator: ", ")
  }

  /// A pattern of LIKE as one of GLOB.
  private static func glob(_ pattern: String) -> String {
    pattern.map { character in
      switch character {
      case "%": "*"
      case "_": "?"
      case "*", "?", "[": "[\(character)]"
      default: String(character)
      }
    }.joined()
  }
}

extension RunField.Attribute {
  /// Where it is, in `runs` joined with `experiments` and `jobs`.
  var column: String {
    switch self {
    case .id: "runs.id"
    case .name: "runs.name"
    case .status: "runs.status"
    case .experiment: "experiments.name"
    case .study: "jobs.study"
    case .jobId: "jobs.id"
    case .createdAt: "runs.created_at"
    case .startedAt: "runs.started_at"
    case .endedAt: "runs.ended_at"
    }
  }
}
