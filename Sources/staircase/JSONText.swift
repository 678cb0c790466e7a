import Experiments
import Foundation

/// Values as JSON for people and for jq.
enum JSONText {
  /// On one line.
  static func line(_ value: some Encodable) throws -> String {
    String(decoding: try JSONCoding.encoder().encode(value), as: UTF8.self)
  }

  static func pretty(_ value: some Encodable) throws -> String {
    String(decoding: try JSONCoding.encoder(pretty: true).encode(value), as: UTF8.self)
  }
}
