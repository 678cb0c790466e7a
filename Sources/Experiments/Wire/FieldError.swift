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
