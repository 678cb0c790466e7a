import Experiments
import Foundation
import GRDB

extension Row {
  /// A column that holds a word of a fixed set. Throws if a newer program wrote another word.
  func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
    let text: String = self[column]
    guard let word = Word(rawValue: text) else {
      throw StoreError.constraint(name: column, message: "\"\(text)\" is not a \(Word.self)")
    }
    return word
  }

  /// A column of milliseconds since 1970.
  func date(_ column: String) -> Date? {
    (self[column] as Int?).map(Timestamp.date(milliseconds:))
  }

  func requiredDate(_ column: String) -> Date {
    Timestamp.date(milliseconds: self[column])
  }
}
