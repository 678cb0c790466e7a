/// One bad field of a request: where it is and what would be right.
package struct FieldError: Codable, Hashable, Sendable {
  /// JSON pointer (RFC 6901) to the field; "" is the whole document.
  package var pointer: String
  /// What is wrong and what would be right, as in "1 is not between 2 and 8".
  package var detail: String

  package init(pointer: String, detail: String) {
    self.pointer = pointer
    self.detail = detail
  }
}

/// A document that cannot be accepted, with every field that is wrong, not only the first.
package struct InvalidSpec: Error, Hashable, CustomStringConvertible {
  package var errors: [FieldError]

  package init(errors: [FieldError]) {
    self.errors = errors
  }

  package init(_ pointer: String, _ detail: String) {
    self.init(errors: [FieldError(pointer: pointer, detail: detail)])
  }

  package var description: String {
    errors.map { $0.pointer.isEmpty ? $0.detail : "\($0.pointer): \($0.detail)" }
      .joined(separator: "\n")
  }
}
