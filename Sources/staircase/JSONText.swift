import Experiments
import Foundation

/// Values as JSON for people; on one line they are `JSONCoding.text`.
enum JSONText {
  static func pretty(_ value: some Encodable) throws -> String {
    String(decoding: try JSONCoding.encoder(pretty: true).encode(value), as: UTF8.self)
  }
}
