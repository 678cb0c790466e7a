import HTTP
import HTTPTypes

extension Response {
  /// The answer to a GET as a browser may keep it: for its user alone, and to ask about each time,
  /// by a tag of the bytes. What says otherwise itself is left as it is.
  var revalidated: Response {
    var response = self
    if headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-cache, private" }
    if case .bytes(let bytes) = body, status == .ok, headers[.eTag] == nil,
      headers[.cacheControl] != "no-store"
    {
      response.headers[.eTag] = Self.tag(bytes)
    }
    return response
  }

  /// The tag with which a value is answered as JSON.
  static func tag(of value: some Encodable) throws -> String? {
    try json(value).revalidated.headers[.eTag]
  }

  /// SipHash takes a fraction of the time in which JSON is made. It is seeded at each start: a tag
  /// holds for one run of the service.
  private static func tag(_ bytes: [UInt8]) -> String {
    var hasher = Hasher()
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    return "\"" + String(UInt(bitPattern: hasher.finalize()), radix: 16) + "\""
  }
}
