/// Reads a filter or an order by recursive descent.
///
///     search     = [ comparison { "AND" comparison } ] [ "ORDER" "BY" order ]
///     comparison = field test
///     field      = [ kind "." ] key       kind: metrics, params, tags, attributes and their like
///     test       = relation value | [ "I" ] "LIKE" text | [ "NOT" ] "IN" "(" text { "," text } ")"
///                | "IS" [ "NOT" ] "NULL"
///     order      = field [ "ASC" | "DESC" ] { "," field [ "ASC" | "DESC" ] }
///
/// Metrics and times are compared as numbers; all else is text, and knows = and != alone.
struct FilterParser {
  /// More are refused: each is a look into an index.
  private static let mostComparisons = 50
  private static let mostTerms = 5

  private let tokens: [FilterToken]
  private var at = 0

  private init(_ text: String) throws(InvalidFilter) {
    tokens = try FilterLexer.tokens(text)
  }

  static func search(_ text: String) throws(InvalidFilter) -> RunSearch {
    var parser = try FilterParser(text)
    return try parser.search()
  }

  static func order(_ text: String) throws(InvalidFilter) -> RunOrder {
    var parser = try FilterParser(text)
    let order = try parser.order()
    guard parser.token.kind == .end else {
      throw parser.invalid("ASC, DESC, \",\" or the end")
    }
    return order
  }
}

// MARK: - Rules

extension FilterParser {
  private mutating func search() throws(InvalidFilter) -> RunSearch {
    var search = RunSearch(filter: RunFilter(comparisons: []))
    if token.kind != .end, !token.isKeyword("ORDER") {
      repeat {
        guard search.filter.comparisons.count < Self.mostComparisons else {
          throw invalid("no more than \(Self.mostComparisons) comparisons")
        }
        search.filter.comparisons.append(try comparison())
      } while skip("AND")
    }
    if skip("ORDER") {
      guard skip("BY") else { throw invalid("BY") }
      search.order = try order()
    }
    guard token.kind == .end else { throw invalid("AND, ORDER BY or the end") }
    return search
  }

  private mutating func comparison() throws(InvalidFilter) -> RunFilter.Comparison {
    let field = try field()
    return RunFilter.Comparison(field: field, test: try test(of: field))
  }

  private mutating func order() throws(InvalidFilter) -> RunOrder {
    var order = RunOrder()
    repeat {
      guard order.terms.count < Self.mostTerms else {
        throw invalid("no more than \(Self.mostTerms) fields to sort by")
      }
      let field = try field()
      let isDescending = skip("DESC")
      if !isDescending { _ = skip("ASC") }
      order.terms.append(RunOrder.Term(field: field, isDescending: isDescending))
    } while skip(symbol: ",")
    return order
  }

  private mutating func test(of field: RunField) throws(InvalidFilter) -> RunFilter.Test {
    if skip("IS") {
      let isNegated = skip("NOT")
      guard skip("NULL") else { throw invalid(isNegated ? "NULL" : "NULL or NOT NULL") }
      return isNegated ? .isNotNull : .isNull
    }
    if field.isNumber {
      guard let relation = relation() else {
        throw invalid("one of = != > >= < <= or IS, since numbers are compared")
      }
      return .number(relation, try number(of: field))
    }
    switch true {
    case skip(symbol: "="): return .equal(try text(of: field))
    case skip(symbol: "!="): return .notEqual(try text(of: field))
    case skip("LIKE"): return .like(try text(of: field, isPattern: true), ignoringCase: false)
    case skip("ILIKE"): return .like(try text(of: field, isPattern: true), ignoringCase: true)
    case skip("IN"): return .among(try texts(of: field))
    case skip("NOT"):
      guard skip("IN") else { throw invalid("IN") }
      return .notAmong(try texts(of: field))
    default: throw invalid("one of = != LIKE ILIKE IN, NOT IN or IS, since texts are compared")
    }
  }
}

// MARK: - Fields and values

extension FilterParser {
  private mutating func field() throws(InvalidFilter) -> RunField {
    let wanted = "a field such as metrics.loss, params.\"batch size\", tags.note or status"
    guard case .word(let word) = token.kind else { throw invalid(wanted) }
    guard let dot = word.firstIndex(of: ".") else {
      guard let attribute = RunField.Attribute(word: word) else { throw invalid(Self.attributes) }
      at += 1
      return .attribute(attribute)
    }
    let kind = word[..<dot].lowercased()
    var key = String(word[word.index(after: dot)...])
    let place = at
    at += 1
    if key.isEmpty {
      guard case .quoted(let name, let quote) = token.kind, quote != "'", !name.isEmpty else {
        throw invalid("a key, in backquotes or double quotes where it has other signs")
      }
      key = name
      at += 1
    }
    key = key.composed
    switch kind {
    case "metrics", "metric": return .metric(key)
    case "params", "parameters", "param", "parameter": return .parameter(key)
    case "tags", "tag": return .tag(key)
    case "attributes", "attribute", "attr", "run":
      if let attribute = RunField.Attribute(word: key) { return .attribute(attribute) }
      at = place
      throw invalid(Self.attributes)
    default:
      at = place
      throw invalid("metrics., params., tags. or attributes. before a key")
    }
  }

  private static let attributes =
    "one of the attributes "
    + RunField.Attribute.allCases.map(\.rawValue).joined(separator: ", ")
    + ", or metrics., params. or tags. before a key"

  private mutating func relation() -> RunFilter.Relation? {
    guard case .symbol(let text) = token.kind, let relation = RunFilter.Relation(rawValue: text)
    else { return nil }
    at += 1
    return relation
  }

  /// A number; a time may be quoted as RFC 3339 writes it.
  private mutating func number(of field: RunField) throws(InvalidFilter) -> Double {
    switch token.kind {
    case .number(let number):
      at += 1
      return number
    case .quoted(let text, _):
      guard case .attribute = field, let date = Timestamp.date(from: text) else { break }
      at += 1
      return Double(Timestamp.milliseconds(date))
    default: break
    }
    if case .attribute = field {
      throw invalid("milliseconds since 1970, or a time such as '2026-11-24T06:00:00Z'")
    }
    throw invalid("a number without quotes")
  }

  private mutating func text(
    of field: RunField, isPattern: Bool = false
  ) throws(InvalidFilter) -> String {
    guard case .quoted(var text, let quote) = token.kind, quote != "`" else {
      throw invalid("a text in quotes, such as '3'")
    }
    if field == .attribute(.status) {
      // MLflow writes these words in capitals.
      text = text.lowercased()
      guard isPattern || RunStatus(rawValue: text) != nil else {
        let statuses = RunStatus.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        throw invalid("one of the statuses \(statuses)")
      }
    }
    at += 1
    return text
  }

  private mutating func texts(of field: RunField) throws(InvalidFilter) -> [String] {
    guard skip(symbol: "(") else { throw invalid("\"(\" before a list of texts") }
    var texts: [String] = []
    repeat { texts.append(try text(of: field)) } while skip(symbol: ",")
    guard skip(symbol: ")") else { throw invalid("\",\" or \")\"") }
    return texts
  }
}

// MARK: - Tokens

extension FilterParser {
  private var token: FilterToken { tokens[at] }

  /// Steps past a keyword if it stands here.
  private mutating func skip(_ keyword: String) -> Bool {
    guard token.isKeyword(keyword) else { return false }
    at += 1
    return true
  }

  private mutating func skip(symbol: String) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    at += 1
    return true
  }

  private func invalid(_ expected: String) -> InvalidFilter {
    InvalidFilter(position: token.position, found: token.text, expected: expected)
  }
}
