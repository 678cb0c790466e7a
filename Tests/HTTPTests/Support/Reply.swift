/// One response as a client reads it.
struct Reply: Equatable {
  var status = 0
  /// Names in lower case.
  var fields: [(name: String, value: String)] = []
  var body: [UInt8] = []
  /// The body ended as its framing says.
  var isWhole = false

  var text: String { String(decoding: body, as: UTF8.self) }

  subscript(name: String) -> String? {
    fields.first { $0.name == name }?.value
  }

  static func == (lhs: Reply, rhs: Reply) -> Bool {
    lhs.status == rhs.status && lhs.body == rhs.body
  }

  /// Reads a response from the start of `bytes`; `nil` if its head is not whole.
  static func read(_ bytes: inout ArraySlice<UInt8>, toHead: Bool = false) -> Reply? {
    guard let end = find(Array("\r\n\r\n".utf8), in: bytes) else { return nil }
    var reply = Reply()
    let head = String(decoding: bytes[..<end], as: UTF8.self)
    bytes = bytes[(end + 4)...]
    // "\r\n" is one Character.
    let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
    reply.status = Int(lines[0].split(separator: " ")[1]) ?? 0
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
      reply.fields.append((parts[0].lowercased(), String(value)))
    }
    if toHead || reply.status < 200 || reply.status == 204 || reply.status == 304 {
      reply.isWhole = true
    } else if reply["transfer-encoding"] == "chunked" {
      reply.readChunks(&bytes)
    } else if let length = reply["content-length"].flatMap({ Int($0) }) {
      reply.body = Array(bytes.prefix(length))
      bytes = bytes.dropFirst(length)
      reply.isWhole = reply.body.count == length
    } else {
      reply.body = Array(bytes)
      bytes = []
      reply.isWhole = true
    }
    return reply
  }

  private mutating func readChunks(_ bytes: inout ArraySlice<UInt8>) {
    while let end = Self.find(Array("\r\n".utf8), in: bytes),
      let size = Int(String(decoding: bytes[..<end], as: UTF8.self), radix: 16)
    {
      let rest = bytes[(end + 2)...]
      guard rest.count >= size + 2 else { return }
      body += rest.prefix(size)
      bytes = rest.dropFirst(size + 2)
      if size == 0 {
        isWhole = true
        return
      }
    }
  }

  static func find(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= needle.count else { return nil }
    for start in bytes.startIndex...(bytes.endIndex - needle.count)
    where bytes[start] == needle[0] && bytes[start..<(start + needle.count)].elementsEqual(needle) {
      return start
    }
    return nil
  }
}
