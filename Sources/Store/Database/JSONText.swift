import Experiments
import Foundation

/// Values that a column keeps as JSON text.
enum JSONText {
  static func encode(_ value: some Encodable) throws -> String {
    String(decoding: try JSONCoding.encoder().encode(value), as: UTF8.self)
  }

  static func decode<Value: Decodable>(_ text: String) throws -> Value {
    try JSONCoding.decoder().decode(Value.self, from: Data(text.utf8))
  }
}
