/// Reads the fields of a JSON object and collects everything that is wrong with them.
///
/// Each field is read by one call that states its type, range and default. A field that cannot be
/// read is reported under its JSON pointer and the default (or a stand-in) is returned, so that one
/// pass finds every error; `FieldReader.read` throws them together, the first hundred at most. Keys
/// that no call asked for are errors too. The same calls draw the schema of the object: see
/// `FieldReader.schema`.
package final class FieldReader {
  let pointer: String
  let members: [String: JSONValue]
  /// What a schema is drawn on; nil while a document is read.
  let sketch: FieldSketch?
  private var asked: Set<String> = []
  private(set) var errors = FieldErrors()
  /// What is not an object has no fields to complain about.
  private let isObject: Bool

  private init(_ value: JSONValue, pointer: String) {
    self.pointer = pointer
    sketch = nil
    if case .object(let members) = value {
      self.members = members
      isObject = true
    } else {
      members = [:]
      isObject = false
      errors.add(FieldError(pointer: pointer, detail: "\(value) is not an object"))
    }
  }

  private init(drawing sketch: FieldSketch) {
    self.sketch = sketch
    (pointer, members, isObject) = ("", [:], true)
  }

  /// Reads a whole document. Throws `InvalidSpec` with every error found.
  package static func read<Value>(
    _ value: JSONValue, _ body: (FieldReader) -> Value
  ) throws -> Value {
    let reader = FieldReader(value, pointer: "")
    let result = body(reader)
    reader.refuseUnknownKeys()
    if !reader.errors.kept.isEmpty { throw InvalidSpec(errors: reader.errors.told) }
    return result
  }

  /// JSON Schema (2020-12) of the objects that `body` reads.
  package static func schema<Value>(_ body: (FieldReader) -> Value) -> JSONValue {
    let sketch = FieldSketch()
    _ = body(FieldReader(drawing: sketch))
    return sketch.schema
  }

  /// Reports an error that concerns more than one field under the key where it is best mended.
  package func report(_ key: String, _ detail: String) {
    add("/\(JSONPointer.escape(key))", detail)
  }

  /// Reports an error of a field within a member that was read as it is.
  package func report(within place: String, _ detail: String) {
    add("/\(place)", detail)
  }

  /// Whether the key is there with a value other than null.
  package func has(_ key: String) -> Bool {
    members[key].map { $0 != .null } ?? false
  }
}

// MARK: - Parts

extension FieldReader {
  func pointer(to key: String) -> String {
    "\(pointer)/\(JSONPointer.escape(key))"
  }

  func report(_ key: String, at index: Int, _ detail: String) {
    add("/\(JSONPointer.escape(key))/\(index)", detail)
  }

  private func add(_ place: String, _ detail: String) {
    if isObject { errors.add(FieldError(pointer: pointer + place, detail: detail)) }
  }

  /// Draws a field while a schema is drawn.
  func draw(
    _ key: String, _ about: String, isRequired: Bool = false, _ schema: () -> JSONValue
  ) {
    sketch?.add(key, about: about, isRequired: isRequired, schema())
  }

  /// The value of a key; nil if it is not there, which is an error for one that is required.
  func value(_ key: String, required: Bool, wanted: String) -> JSONValue? {
    asked.insert(key)
    let value = members[key]
    if let value, value != .null || !required { return value }
    if required { report(key, "is required: \(wanted)") }
    return nil
  }

  /// The value of a key that may be null, or nothing.
  func optionalValue(_ key: String) -> JSONValue? {
    asked.insert(key)
    return has(key) ? members[key] : nil
  }

  /// `muted`: the object itself was reported as missing, so its fields need no reports.
  func nested<Value>(
    _ value: JSONValue, pointer: String, muted: Bool = false, _ body: (FieldReader) -> Value
  ) -> Value {
    let reader = FieldReader(value, pointer: pointer)
    let result = body(reader)
    reader.refuseUnknownKeys()
    if !muted { errors.add(reader.errors.kept) }
    return result
  }

  private func refuseUnknownKeys() {
    let unknown = members.keys.filter { !asked.contains($0) }
    if unknown.isEmpty { return }
    let known = asked.sorted().joined(separator: ", ")
    for key in unknown.sorted() where !errors.isFull {
      report(key, "is unknown; the keys here are \(known)")
    }
  }
}
