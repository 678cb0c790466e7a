/// Cuts the text of a filter into tokens.
struct FilterLexer {
  private let text: [Character]
  private var at = 0

  private init(_ text: String) {
    self.text = Array(text)
  }

  /// Throws `InvalidFilter` for a character that no token has, and for quotes that do not close.
  static func tokens(_ text: String) throws(InvalidFilter) -> [FilterToken] {
    var lexer = FilterLexer(text)
    var tokens: [FilterToken] = []
    repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private var peek: Character? { at < text.count ? text[at] : nil }

  private mutating func next() throws(InvalidFilter) -> FilterToken {
    while let character = peek, character.isWhitespace { at += 1 }
    let start = at
    let kind = try kind()
    return FilterToken(kind: kind, text: String(text[start..<at]), position: start + 1)
  }

  private mutating func kind() throws(InvalidFilter) -> FilterToken.Kind {
    guard let first = peek else { return .end }
    switch first {
    case "'", "\"", "`": return try quoted(first)
    case "(", ")", ",", "=":
      at += 1
      return .symbol(String(first))
    case "<", ">", "!":
      at += 1
      guard peek == "=" else {
        if first == "!" { throw invalid("\"=\" after \"!\"") }
        return .symbol(String(first))
      }
      at += 1
      return .symbol("\(first)=")
    case "-", "+", "0"..."9", ".": return try number()
    default:
      guard Self.isWord(first) else { throw invalid("a name, a value or a comparator") }
      return .word(take(while: Self.isWord))
    }
  }

  private mutating func quoted(_ quote: Character) throws(InvalidFilter) -> FilterToken.Kind {
    at += 1
    var content = ""
    while let character = peek {
      at += 1
      if character != quote {
        content.append(character)
      } else if peek == quote {
        at += 1
        content.append(quote)
      } else {
        return .quoted(content, by: quote)
      }
    }
    throw invalid("a closing \(quote)")
  }

  private mutating func number() throws(InvalidFilter) -> FilterToken.Kind {
    let start = at
    at += 1
    while let character = peek, Self.isWord(character) || character == "+" {
      // A sign stands only at the beginning and after an exponent's letter.
      if ["-", "+"].contains(character), !["e", "E"].contains(text[at - 1]) { break }
      at += 1
    }
    let digits = String(text[start..<at])
    // Swift reads hexadecimal too, which SQL and MLflow do not.
    guard !digits.lowercased().contains("x"), let number = Double(digits), number.isFinite else {
      at = start
      throw invalid("a number")
    }
    return .number(number)
  }

  private mutating func take(while belongs: (Character) -> Bool) -> String {
    let start = at
    while let character = peek, belongs(character) { at += 1 }
    return String(text[start..<at])
  }

  /// What a name may have without quotes.
  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_./-:".contains(character)
  }

  private func invalid(_ expected: String) -> InvalidFilter {
    InvalidFilter(
      position: at + 1, found: String(text[min(at, text.count)...].prefix(20)), expected: expected)
  }
}
