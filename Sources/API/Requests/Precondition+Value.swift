import HTTP

extension Precondition {
  /// Throws 412 if the request is for another version of `value` than there is (RFC 9110 13.1).
  static func require(
    _ request: Request, of value: @autoclosure () throws -> some Encodable
  ) throws {
    try require(request, tag: Response.tag(of: value()), modified: nil)
  }
}
