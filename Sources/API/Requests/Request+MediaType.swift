import HTTP
import HTTPTypes

extension Request {
  /// The media type of the body in lower case, without parameters.
  var mediaType: String? {
    headers[.contentType].map { value in
      Substring(value.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") })
        .lowercased()
    }
  }
}
