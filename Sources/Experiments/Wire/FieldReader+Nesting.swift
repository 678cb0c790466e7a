// Fields that hold other values: lists, objects, objects with free keys.

extension FieldReader {
  /// An array whose items are each read by `item`, which returns nil for one of the wrong kind.
  ///
  /// - Parameters:
  ///   - wanted: what the items are, in words.
  ///   - items: the schema of an item: what `item` takes.
  package func list<Item: Encodable>(
    _ key: String, of wanted: String, items: JSONValue, maximum: Int = 1000,
    default fallback: [Item] = [], about: String, _ item: (JSONValue) -> Item?
  ) -> [Item] {
    draw(key, about) {
      [
        "type": "array", "items": items, "maxItems": .integer(maximum),
        "default": (try? JSONValue(encoding: fallback)) ?? [],
      ]
    }
    guard let value = value(key, required: false, wanted: "an array of \(wanted)") else {
      return fallback
    }
    return list(value, key, of: wanted, maximum: maximum, item) ?? fallback
  }

  /// The same, or null.
  package func optionalList<Item>(
    _ key: String, of wanted: String, items: JSONValue, maximum: Int = 1000, about: String,
    _ item: (JSONValue) -> Item?
  ) -> [Item]? {
    draw(key, about) {
      let schema: JSONValue = ["type": "array", "items": items, "maxItems": .integer(maximum)]
      return schema.orNull
    }
    return optionalValue(key).flatMap { list($0, key, of: wanted, maximum: maximum, item) }
  }

  private func list<Item>(
    _ value: JSONValue, _ key: String, of wanted: String, maximum: Int, _ item: (JSONValue) -> Item?
  ) -> [Item]? {
    guard case .array(let values) = value, values.count <= maximum else {
      report(key, "\(value) is not an array of at most \(maximum) \(wanted)")
      return nil
    }
    var result: [Item] = []
    result.reserveCapacity(values.count)
    for (index, value) in values.enumerated() where !errors.isFull {
      if let item = item(value) {
        result.append(item)
      } else {
        report(key, at: index, "\(value) is not one of: \(wanted)")
      }
    }
    return result
  }

  /// An array of words of a fixed set.
  package func choices<Choice: RawRepresentable<String> & CaseIterable & Encodable>(
    _ key: String, default fallback: [Choice], about: String
  ) -> [Choice] {
    let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return list(
      key, of: words, items: .wordSchema(Choice.self), default: fallback, about: about
    ) { value in
      if case .string(let text) = value { Choice(rawValue: text) } else { nil }
    }
  }

  /// Ids of jobs or runs.
  package func ids(_ key: String, of kind: Identifier.Kind, about: String) -> [String] {
    list(key, of: "\(kind.rawValue) ids", items: kind.schema, about: about) { value in
      if case .string(let id) = value, kind.matches(id) { id } else { nil }
    }
  }

  /// A nested object, read by `body`; a missing one is read as `{}` so that defaults apply.
  package func object<Value>(
    _ key: String, required: Bool = false, about: String, _ body: (FieldReader) -> Value
  ) -> Value {
    draw(key, about, isRequired: required) { Self.schema(body) }
    let value = value(key, required: required, wanted: "an object") ?? .object([:])
    let missing = required && !has(key)
    return nested(value, pointer: pointer(to: key), muted: missing, body)
  }

  /// A nested object or null.
  package func optionalObject<Value>(
    _ key: String, about: String, _ body: (FieldReader) -> Value
  ) -> Value? {
    draw(key, about) { Self.schema(body).orNull }
    return optionalValue(key).map { nested($0, pointer: pointer(to: key), body) }
  }

  /// An object whose keys are free, of at most `maximumName` characters, and whose values are each
  /// read by `body`.
  package func dictionary<Value>(
    _ key: String, maximumName: Int, about: String, _ body: (FieldReader) -> Value
  ) -> [String: Value] {
    draw(key, about) {
      [
        "type": "object", "additionalProperties": Self.schema(body),
        "propertyNames": ["maxLength": .integer(maximumName)],
      ]
    }
    guard let value = value(key, required: false, wanted: "an object") else { return [:] }
    guard case .object(let entries) = value else {
      report(key, "\(value) is not an object")
      return [:]
    }
    var result: [String: Value] = [:]
    for name in entries.keys.sorted() where !errors.isFull {
      guard let entry = entries[name] else { continue }
      let place = "\(pointer(to: key))/\(JSONPointer.escape(name))"
      if name.unicodeScalars.count > maximumName {
        report(
          within: "\(key)/\(JSONPointer.escape(name))", "has more than \(maximumName) characters")
        continue
      }
      result[name] = nested(entry, pointer: place, body)
    }
    return result
  }

  /// An array of objects, each read by `body`; one that is not required is empty if it is missing.
  package func objects<Value>(
    _ key: String, required: Bool = true, maximum: Int, about: String,
    _ body: (FieldReader) -> Value
  ) -> [Value] {
    draw(key, about, isRequired: required) {
      ["type": "array", "items": Self.schema(body), "maxItems": .integer(maximum)]
    }
    guard let value = value(key, required: required, wanted: "an array of objects") else {
      return []
    }
    guard case .array(let items) = value, items.count <= maximum else {
      report(key, "\(value) is not an array of at most \(maximum) objects")
      return []
    }
    let place = pointer(to: key)
    var result: [Value] = []
    result.reserveCapacity(items.count)
    for (index, item) in items.enumerated() where !errors.isFull {
      result.append(nested(item, pointer: "\(place)/\(index)", body))
    }
    return result
  }

  /// The members of an object as they are; none if it is missing.
  package func members(_ key: String, about: String) -> [String: JSONValue] {
    draw(key, about) { ["type": "object"] }
    guard let value = value(key, required: false, wanted: "an object") else { return [:] }
    if case .object(let members) = value { return members }
    report(key, "\(value) is not an object")
    return [:]
  }
}
