import Foundation

/// Bytes as text for URLs and headers: base64 with - and _, without padding (RFC 4648, section 5).
extension Data {
  var base64URL: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// nil for a text that is none.
  init?(base64URL text: String) {
    let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
    let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
    self.init(base64Encoded: base64 + padding)
  }
}
