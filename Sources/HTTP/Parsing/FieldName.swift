import HTTPTypes

/// Makes field names of received bytes, without allocation for the common ones.
enum FieldName {
  /// The name of `bytes`, which are token characters.
  static func parse(_ bytes: Span<UInt8>) throws(ParseError) -> HTTPField.Name {
    if let name = common(bytes) { return name }
    guard let name = HTTPField.Name(bytes.string()) else { throw .badFieldName }
    return name
  }

  private static func common(_ bytes: Span<UInt8>) -> HTTPField.Name? {
    switch bytes.count {
    case 6:
      bytes.equalsIgnoringCase("accept")
        ? .accept
        : bytes.equalsIgnoringCase("cookie")
          ? .cookie
          : bytes.equalsIgnoringCase("expect")
            ? .expect : bytes.equalsIgnoringCase("origin") ? .origin : nil
    case 10:
      bytes.equalsIgnoringCase("connection")
        ? .connection : bytes.equalsIgnoringCase("user-agent") ? .userAgent : nil
    case 12: bytes.equalsIgnoringCase("content-type") ? .contentType : nil
    case 13: bytes.equalsIgnoringCase("authorization") ? .authorization : nil
    case 14: bytes.equalsIgnoringCase("content-length") ? .contentLength : nil
    case 15: bytes.equalsIgnoringCase("accept-encoding") ? .acceptEncoding : nil
    case 17: bytes.equalsIgnoringCase("transfer-encoding") ? .transferEncoding : nil
    default: nil
    }
  }
}
