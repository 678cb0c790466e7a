import Experiments
import Foundation
import HTTP
import HTTPTypes

extension Request {
  /// The body as one of the messages that programs send each other. Throws `InvalidJSON` or
  /// `InvalidSpec` with a pointer to the field that is wrong.
  func decode<Message: Decodable>(_ type: Message.Type = Message.self) throws -> Message {
    let data = Data(body)
    do {
      return try JSONCoding.decoder().decode(Message.self, from: data)
    } catch let error as DecodingError {
      _ = try JSONCoding.tree(data)
      throw InvalidSpec(error)
    }
  }

  /// The media type of the body in lower case, without parameters.
  var mediaType: String? {
    headers[.contentType].map { value in
      Substring(value.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") })
        .lowercased()
    }
  }
}

extension InvalidSpec {
  /// The place and the words of a decoder's complaint.
  fileprivate init(_ error: DecodingError) {
    switch error {
    case .keyNotFound(let key, let context):
      self.init(JSONPointer.pointer(to: context.codingPath + [key]), "is required")
    case .valueNotFound(_, let context):
      self.init(JSONPointer.pointer(to: context.codingPath), "is required and must not be null")
    case .typeMismatch(let type, let context):
      self.init(
        JSONPointer.pointer(to: context.codingPath), "is not of the right type: \(Self.name(type))")
    case .dataCorrupted(let context):
      self.init(JSONPointer.pointer(to: context.codingPath), context.debugDescription)
    @unknown default:
      self.init("", "\(error)")
    }
  }

  /// What a Swift type is in JSON.
  private static func name(_ type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string is needed"
    case is Int.Type: "a whole number is needed"
    case is Double.Type: "a number is needed"
    case is Bool.Type: "true or false is needed"
    case is any ExpressibleByArrayLiteral.Type: "an array is needed"
    default: "an object is needed"
    }
  }
}
