package import HTTPTypes

extension HTTPField.Name {
  /// A name that HTTPTypes does not have. The program writes it, so a bad one stops it.
  package static func constant(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no field name") }
    return name
  }
}
