// Fields that hold a word of a fixed set.

extension FieldReader {
  /// One of a fixed set of words.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, default fallback: Choice, about: String
  ) -> Choice {
    draw(key, about) {
      JSONValue.wordSchema(Choice.self).adding(["default": .string(fallback.rawValue)])
    }
    guard let value = value(key, required: false, wanted: Self.words(Choice.self)) else {
      return fallback
    }
    return choice(value, key) ?? fallback
  }

  /// One of a fixed set of words that must be given.
  package func requiredChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, standIn: Choice, about: String
  ) -> Choice {
    draw(key, about, isRequired: true) { JSONValue.wordSchema(Choice.self) }
    let wanted = "one of \(Self.words(Choice.self))"
    guard let value = value(key, required: true, wanted: wanted) else { return standIn }
    return choice(value, key) ?? standIn
  }

  /// One of a fixed set of words, or null.
  package func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, about: String
  ) -> Choice? {
    draw(key, about) { JSONValue.wordSchema(Choice.self).orNull }
    return optionalValue(key).flatMap { choice($0, key) }
  }

  /// An object of one of several kinds, told by the word at `key`; each kind has fields of its
  /// own, which `body` reads.
  package func variants<Choice: RawRepresentable<String> & CaseIterable, Value>(
    _ key: String, default fallback: Choice, about: String,
    _ body: (Choice, FieldReader) -> Value
  ) -> Value {
    if let sketch {
      sketch.set(
        alternatives: Choice.allCases.map { choice in
          Self.schema { reader in
            let word: JSONValue = ["type": "string", "const": .string(choice.rawValue)]
            reader.draw(key, about, isRequired: choice.rawValue != fallback.rawValue) { word }
            return body(choice, reader)
          }
        })
    }
    let choice: Choice =
      value(key, required: false, wanted: Self.words(Choice.self))
      .flatMap { self.choice($0, key) } ?? fallback
    return body(choice, self)
  }

  private func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ value: JSONValue, _ key: String
  ) -> Choice? {
    if case .string(let text) = value, let choice = Choice(rawValue: text) { return choice }
    report(key, "\(value) is not one of \(Self.words(Choice.self))")
    return nil
  }

  private static func words<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type
  ) -> String {
    Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
  }
}
