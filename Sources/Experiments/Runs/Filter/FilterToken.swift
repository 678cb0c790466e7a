/// A word of a filter, with the place where it begins, from 1.
struct FilterToken: Hashable {
  enum Kind: Hashable {
    /// A name or a keyword, with its dots: `metrics.loss`, `AND`.
    case word(String)
    /// What stood between quotes, without them; doubled quotes stand for one.
    case quoted(String, by: Character)
    case number(Double)
    case symbol(String)
    case end
  }

  var kind: Kind
  /// As it stands in the text.
  var text: String
  var position: Int

  /// Whether it is a keyword, whatever the case of its letters.
  func isKeyword(_ word: String) -> Bool {
    if case .word(let text) = kind { text.uppercased() == word } else { false }
  }
}
