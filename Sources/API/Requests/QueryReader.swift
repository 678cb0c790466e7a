import Experiments
import HTTP
import Store

/// Reads the parameters of a query string and collects everything that is wrong with them.
///
/// As with the fields of a document, a parameter that no call asked for is an error: a misspelled
/// filter would else silently list everything. And as there, the same calls draw the description.
final class QueryReader {
  private let query: Query
  private var asked: Set<String> = []
  private var errors: [FieldError] = []
  /// What the description is drawn on; nil while a query is read.
  private let sketch: QueryParameterSketch?

  private init(_ query: Query, sketch: QueryParameterSketch? = nil) {
    self.query = query
    self.sketch = sketch
  }

  /// Throws `InvalidQuery` with every error found.
  static func read<Value>(_ request: Request, _ body: (QueryReader) throws -> Value) throws -> Value
  {
    let reader = QueryReader(request.query)
    let value = try body(reader)
    for name in Set(request.query.map(\.name)).subtracting(reader.asked).sorted() {
      let known = reader.asked.sorted().joined(separator: ", ")
      reader.report(
        name, known.isEmpty ? "there are no parameters here" : "the parameters here are \(known)")
    }
    if !reader.errors.isEmpty { throw InvalidQuery(errors: reader.errors) }
    return value
  }

  /// The parameters that `body` reads, as OpenAPI writes them.
  static func parameters<Value>(_ body: (QueryReader) throws -> Value) rethrows -> [JSONValue] {
    let sketch = QueryParameterSketch()
    _ = try body(QueryReader(Query(), sketch: sketch))
    return sketch.parameters
  }

  /// The parameter of a list that is always one page: that of lists, which cuts nothing off.
  static func wholeList(_ query: QueryReader) {
    _ = query.limit(
      default: PageRequest().limit, about: "Taken as on other lists; this one is a single page.")
  }

  /// NUL is in no query string that the server reads.
  private static let textSchema: JSONValue = ["type": "string", "pattern": "^[^\\x00]*$"]

  func text(_ name: String, about: String) -> String? {
    sketch?.add(name, Self.textSchema, about: about)
    return value(name)
  }

  /// Every value of a parameter that may be repeated; with `separator`, also several in one value.
  func texts(_ name: String, separator: Character? = nil, about: String) -> [String]? {
    sketch?.add(
      name, ["type": "array", "items": Self.textSchema], about: about,
      style: ["style": "form", "explode": .bool(separator == nil)])
    asked.insert(name)
    let values = query.values(of: name)
    let parts = separator.map { mark in
      values.flatMap { $0.split(separator: mark).map(String.init) }
    }
    return values.isEmpty ? nil : parts ?? values
  }

  func integer(_ name: String, in range: ClosedRange<Int>, about: String) -> Int? {
    sketch?.add(name, Self.schema(of: range), about: about)
    return integer(name, range)
  }

  func integer(
    _ name: String, in range: ClosedRange<Int>, default fallback: Int, about: String
  ) -> Int {
    let schema = Self.schema(of: range).adding(["default": .integer(fallback)])
    sketch?.add(name, schema, about: about)
    return integer(name, range) ?? fallback
  }

  /// The steps from `fromStep` to `toStep`, both included: none if the first is behind the last.
  /// nil for all.
  func steps() -> Range<Int>? {
    let all = MetricBatch.steps
    let first = integer("fromStep", in: all, about: "Only points of this step and later ones.")
    let last = integer("toStep", in: all, about: "Only points of this step and earlier ones.")
    if first == nil, last == nil { return nil }
    let from = first ?? all.lowerBound
    return from..<max(from, (last ?? all.upperBound) + 1)
  }

  /// The points of each series that a drawing gets.
  func maxPoints(about: String) -> Int {
    integer("maxPoints", in: 4...100_000, default: 1000, about: about)
  }

  private func integer(_ name: String, _ range: ClosedRange<Int>) -> Int? {
    guard let text = value(name) else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    report(
      name, "\"\(text)\" is not a whole number between \(range.lowerBound) and \(range.upperBound)")
    return nil
  }

  private static func schema(of range: ClosedRange<Int>) -> JSONValue {
    [
      "type": "integer", "minimum": .integer(range.lowerBound),
      "maximum": .integer(range.upperBound),
    ]
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, about: String
  ) -> Choice? {
    sketch?.add(name, .wordSchema(Choice.self), about: about)
    guard let text = value(name) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    report(name, "\"\(text)\" is not one of \(words)")
    return nil
  }

  /// `true` or `false`; false if it is not given.
  func flag(_ name: String, about: String) -> Bool {
    sketch?.add(name, ["type": "boolean", "default": false], about: about)
    guard let text = value(name) else { return false }
    if let flag = Bool(text) { return flag }
    report(name, "\"\(text)\" is not true or false")
    return false
  }

  /// A text with a grammar of its own: what `parse` throws is what is wrong with it.
  func parsed<Value>(
    _ name: String, about: String, example: String, _ parse: (String) throws -> Value
  ) -> Value? {
    sketch?.add(name, Self.textSchema.adding(["examples": [.string(example)]]), about: about)
    guard let text = value(name) else { return nil }
    do {
      return try parse(text)
    } catch {
      report(name, "\(error)")
      return nil
    }
  }

  /// `limit` and `cursor` of a list; `limit` items a page if nothing else is asked for.
  func page(of list: PageCursor.List, limit: Int = PageRequest().limit) -> PageRequest {
    var page = PageRequest()
    page.limit = self.limit(default: limit, about: "Items a page.")
    sketch?.add(
      "cursor", ["type": "string", "pattern": .string(list.pattern)],
      about: "The `nextCursor` of the page before.")
    if let text = value("cursor") {
      page.cursor = try? PageCursor(text)
      if page.cursor == nil { errors += InvalidQuery.cursor(text).errors }
    }
    return page
  }

  private func limit(default limit: Int, about: String) -> Int {
    integer("limit", in: 1...PageRequest.maximum, default: limit, about: about)
  }

  private func value(_ name: String) -> String? {
    asked.insert(name)
    let values = query.values(of: name)
    if values.count > 1 { report(name, "is given \(values.count) times: once is enough") }
    return values.first
  }

  /// Reports what is wrong with a parameter.
  func report(_ name: String, _ detail: String) {
    errors.append(FieldError(pointer: "?\(name)", detail: detail))
  }
}
