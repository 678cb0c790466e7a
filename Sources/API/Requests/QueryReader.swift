import Experiments
import HTTP
import Store

/// Reads the parameters of a query string and collects everything that is wrong with them.
///
/// As with the fields of a document, a parameter that no call asked for is an error: a misspelled
/// filter would else silently list everything.
final class QueryReader {
  private let query: Query
  private var asked: Set<String> = []
  private var errors: [FieldError] = []

  private init(_ query: Query) {
    self.query = query
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

  /// The parameters of a list that is always one page: those of lists, which cut nothing off.
  static func checkWholeList(_ request: Request) throws {
    try read(request) { _ = $0.page() }
  }

  func text(_ name: String) -> String? {
    asked.insert(name)
    return query[name]
  }

  /// Every value of a parameter that may be repeated; with `separator`, also several in one value.
  func texts(_ name: String, separator: Character? = nil) -> [String]? {
    asked.insert(name)
    let values = query.values(of: name)
    let parts = separator.map { mark in
      values.flatMap { $0.split(separator: mark).map(String.init) }
    }
    return values.isEmpty ? nil : parts ?? values
  }

  func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = text(name) else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    report(
      name, "\"\(text)\" is not a whole number between \(range.lowerBound) and \(range.upperBound)")
    return nil
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String) -> Choice? {
    guard let text = text(name) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    report(name, "\"\(text)\" is not one of \(words)")
    return nil
  }

  /// `true` or `false`; false if it is not given.
  func flag(_ name: String) -> Bool {
    guard let text = text(name) else { return false }
    if let flag = Bool(text) { return flag }
    report(name, "\"\(text)\" is not true or false")
    return false
  }

  /// `limit` and `cursor` of a list.
  func page() -> PageRequest {
    var page = PageRequest()
    if let limit = integer("limit", in: 1...PageRequest.maximum) { page.limit = limit }
    if let text = text("cursor") {
      do {
        page.cursor = try PageCursor(text)
      } catch {
        report("cursor", "\"\(text)\" is not a nextCursor of this list")
      }
    }
    return page
  }

  private func report(_ name: String, _ detail: String) {
    errors.append(FieldError(pointer: "?\(name)", detail: detail))
  }
}
