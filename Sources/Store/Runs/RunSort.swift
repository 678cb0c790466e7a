import Digests
import Experiments
import Foundation
import GRDB

/// An order of runs in SQL, and the place of a run in it.
///
/// Each term is two columns: a rank that keeps what has no value last, whichever way the term is
/// sorted (0 a value, 1 NaN, 2 none), and the value. The key of the run breaks ties, the newest
/// first. A page goes on after the place of the last run of the page before, which the cursor holds
/// itself: runs that come, change or go meanwhile, be it that last one, neither repeat nor hide
/// others.
struct RunSort {
  let order: RunOrder

  /// Texts are sorted by so many of their characters, shared among the terms, so that a cursor fits
  /// into a request line however long tags are: 4,000 bytes at most, in base64.
  private static let textLength = 500

  /// Joins that the terms need, after `runs`, `experiments` and `jobs`.
  var joins: (sql: String, values: [any DatabaseValueConvertible]) {
    var sql: [String] = []
    var values: [any DatabaseValueConvertible] = []
    for (index, term) in order.terms.enumerated() {
      switch term.field {
      case .metric(let key):
        sql.append(
          """
          LEFT JOIN latest_metrics AS term\(index) ON term\(index).run = runs.key
            AND term\(index).metric = (SELECT id FROM metric_keys WHERE name = ?)
          """)
        values.append(key)
      case .parameter(let key):
        sql.append(Self.join("parameters", index))
        values.append(key)
      case .tag(let key):
        sql.append(Self.join("tags", index))
        values.append(key)
      case .attribute: break
      }
    }
    return (sql.joined(separator: "\n"), values)
  }

  private static func join(_ table: String, _ index: Int) -> String {
    "LEFT JOIN \(table) AS term\(index) ON term\(index).run = runs.key AND term\(index).key = ?"
  }

  /// `, rank0, value0, ...` of a SELECT.
  var columns: String {
    order.terms.enumerated().map { index, term in
      let column = Self.column(term, index)
      let isNaN = if case .metric = term.field { "WHEN term\(index).is_nan THEN 1" } else { "" }
      let value =
        term.field.isNumber
        ? "coalesce(\(column), 0)"
        : "substr(coalesce(\(column), ''), 1, \(Self.textLength / order.terms.count))"
      return """
        , CASE WHEN \(column) IS NULL THEN 2 \(isNaN) ELSE 0 END AS rank\(index),
        \(value) AS value\(index)
        """
    }.joined()
  }

  private static func column(_ term: RunOrder.Term, _ index: Int) -> String {
    if case .attribute(let attribute) = term.field {
      attribute.column
    } else {
      "term\(index).value"
    }
  }

  /// ORDER BY over the columns.
  var clause: String {
    order.terms.enumerated().map { index, term in
      "rank\(index), value\(index) \(term.isDescending ? "DESC" : "ASC"), "
    }.joined() + "key DESC"
  }

  /// What holds of the runs after a place. Throws `.invalidCursor` for a cursor of another list or
  /// order.
  func after(_ cursor: PageCursor) throws -> Conditions {
    try cursor.check(isOf: .runs)
    var conditions = Conditions()
    guard cursor.order == fingerprint, cursor.place.count == order.terms.count else {
      throw StoreError.invalidCursor(cursor.text)
    }
    // From the last term on: beyond this one, or level with it and beyond in what follows.
    var sql = "key < ?"
    var values: [any DatabaseValueConvertible] = [cursor.key]
    for (index, term) in order.terms.enumerated().reversed() {
      let place = cursor.place[index]
      let value = try bound(place, term, cursor)
      sql = """
        (rank\(index) > ? OR (rank\(index) = ? AND (value\(index) \
        \(term.isDescending ? "<" : ">") ? OR (value\(index) = ? AND \(sql)))))
        """
      values = [place.rank, place.rank, value, value] + values
    }
    conditions.add(sql, values)
    return conditions
  }

  private func bound(
    _ place: PageCursor.Place, _ term: RunOrder.Term, _ cursor: PageCursor
  ) throws -> any DatabaseValueConvertible {
    guard term.field.isNumber else { return place.value }
    guard let number = Double(place.value) else { throw StoreError.invalidCursor(cursor.text) }
    return number
  }

  /// The place of a row that has the columns.
  func cursor(_ row: Row) -> PageCursor {
    let place = order.terms.enumerated().map { index, term in
      let value: String =
        term.field.isNumber ? "\(row["value\(index)"] as Double)" : row["value\(index)"]
      return PageCursor.Place(rank: row["rank\(index)"], value: value)
    }
    return PageCursor(.runs, key: row["key"], order: fingerprint, place: place)
  }

  /// Tells cursors of one order from those of another; nil for the plain order of creation.
  private var fingerprint: String? {
    if order.terms.isEmpty { return nil }
    return Array(SHA256.digest("\(order)").prefix(4)).hexadecimal
  }
}
