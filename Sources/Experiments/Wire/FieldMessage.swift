package import Foundation

/// What the body of a request says, read field by field.
package protocol FieldMessage {
  init(_ reader: FieldReader)
}

extension FieldMessage {
  /// Throws `InvalidJSON` or `InvalidSpec` with a pointer to each bad field.
  package init(json: Data) throws {
    self = try FieldReader.read(JSONCoding.tree(json)) { Self($0) }
  }
}
