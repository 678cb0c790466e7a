import Testing

import Experiments

struct FilterParserTests {
  typealias Comparison = RunFilter.Comparison

  static let good: [(String, [Comparison])] = [
    ("", []),
    ("metrics.loss < 0.5", [Comparison(field: .metric("loss"), test: .number(.less, 0.5))]),
    (
      "metric.a>=-1e-3 and metrics.b!=2",
      [
        Comparison(field: .metric("a"), test: .number(.greaterOrEqual, -0.001)),
        Comparison(field: .metric("b"), test: .number(.notEqual, 2)),
      ]
    ),
    (
      "params.quantizer.weightBits = '3' AND tags.`my tag` LIKE 'a%'",
      [
        Comparison(field: .parameter("quantizer.weightBits"), test: .equal("3")),
        Comparison(field: .tag("my tag"), test: .like("a%", ignoringCase: false)),
      ]
    ),
    (
      #"parameters."learning rate" IN ('0.1', "0.01")"#,
      [Comparison(field: .parameter("learning rate"), test: .among(["0.1", "0.01"]))]
    ),
    (
      "attributes.run_name ilike 'W2%' and status = 'FINISHED'",
      [
        Comparison(field: .attribute(.name), test: .like("W2%", ignoringCase: true)),
        Comparison(field: .attribute(.status), test: .equal("finished")),
      ]
    ),
    (
      "run_id NOT IN ('a') AND tag.x IS NULL AND metrics.y is not null",
      [
        Comparison(field: .attribute(.id), test: .notAmong(["a"])),
        Comparison(field: .tag("x"), test: .isNull),
        Comparison(field: .metric("y"), test: .isNotNull),
      ]
    ),
    (
      "start_time > 1795500000000 and endedAt <= '2026-11-24T06:00:00Z'",
      [
        Comparison(field: .attribute(.startedAt), test: .number(.greater, 1_795_500_000_000)),
        Comparison(
          field: .attribute(.endedAt), test: .number(.lessOrEqual, 1_795_500_000_000)),
      ]
    ),
    ("name = 'it''s'", [Comparison(field: .attribute(.name), test: .equal("it's"))]),
  ]

  @Test("MLflow's grammar is read", arguments: good)
  func reads(_ text: String, _ wanted: [Comparison]) throws {
    let search = try RunSearch(text)
    #expect(search.filter.comparisons == wanted)
    #expect(search.order == nil)
  }

  static let bad: [(String, Int, String)] = [
    ("metrics.loss", 13, "one of = != > >= < <= or IS"),
    ("metrics.loss <", 15, "a number without quotes"),
    ("metrics.loss < '1'", 16, "a number without quotes"),
    ("metrics.loss LIKE 'a'", 14, "one of = != > >= < <= or IS"),
    ("metrics.loss < 1 or metrics.loss > 2", 18, "AND, ORDER BY or the end"),
    ("params.bits = 3", 15, "a text in quotes"),
    ("params.bits > '3'", 13, "one of = != LIKE ILIKE IN"),
    ("params.bits IN '3'", 16, "\"(\""),
    ("params.bits IN ('3'", 20, "\",\" or \")\""),
    ("params.bits NOT LIKE '3'", 17, "IN"),
    ("params. = '3'", 9, "a key"),
    ("metrics.loss < 1 AND", 21, "a field"),
    ("loss < 1", 1, "one of the attributes id, name"),
    ("attributes.color = 'x'", 1, "one of the attributes id, name"),
    ("data.x = 'x'", 1, "metrics., params., tags. or attributes."),
    ("name = 'x", 10, "a closing '"),
    ("name ! 'x'", 7, "\"=\" after \"!\""),
    ("name = ;", 8, "a name, a value or a comparator"),
    ("metrics.a < 1.2.3", 13, "a number"),
    ("tags.a IS 3", 11, "NULL or NOT NULL"),
    ("created > 'noon'", 11, "milliseconds since 1970"),
    ("name = 'x' order 5", 18, "BY"),
    ("(name = 'x')", 1, "a field"),
    ("status = 'done'", 10, "one of the statuses"),
  ]

  @Test("What is no filter is refused with its place and what was expected", arguments: bad)
  func refuses(_ text: String, _ position: Int, _ expected: String) {
    do throws(InvalidFilter) {
      let search = try RunSearch(text)
      Issue.record("\(search)")
    } catch {
      #expect(error.position == position, "\(error)")
      #expect(error.expected.contains(expected), "\(error)")
    }
  }

  @Test("An order has fields with a direction each, alone or after a filter")
  func order() throws {
    let wanted = RunOrder(terms: [
      RunOrder.Term(field: .metric("loss"), isDescending: true),
      RunOrder.Term(field: .attribute(.name), isDescending: false),
      RunOrder.Term(field: .parameter("a b"), isDescending: false),
    ])
    let text = "metrics.loss DESC, name ASC, params.\"a b\""
    #expect(try RunOrder(text) == wanted)
    #expect(try RunSearch("order by \(text)").order == wanted)
    #expect(try RunSearch("name = 'x' ORDER BY \(text)").order == wanted)
    #expect(throws: InvalidFilter.self) { try RunOrder("metrics.loss down") }
    #expect(throws: InvalidFilter.self) { try RunOrder("") }
  }

  @Test("A filter has 50 comparisons and an order five fields, and no more")
  func bounded() throws {
    func filter(_ count: Int) -> String {
      Array(repeating: "name = 'x'", count: count).joined(separator: " AND ")
    }
    #expect(try RunSearch(filter(50)).filter.comparisons.count == 50)
    #expect(throws: InvalidFilter.self) { try RunSearch(filter(51)) }
    #expect(try RunOrder("id, name, status, created, metrics.a").terms.count == 5)
    #expect(throws: InvalidFilter.self) {
      try RunOrder("id, name, status, created, metrics.a, metrics.b")
    }
  }
}
