/// A document that cannot be accepted, with every field that is wrong, not only the first.
package struct InvalidSpec: Error, Hashable, CustomStringConvertible {
  package var errors: [FieldError]

  package init(errors: [FieldError]) {
    self.errors = errors
  }

  package var description: String {
    errors.map { $0.pointer.isEmpty ? $0.detail : "\($0.pointer): \($0.detail)" }
      .joined(separator: "\n")
  }
}
