/// Reads `Accept-Encoding` (RFC 9110 12.5.3).
package enum AcceptEncoding {
  /// True if gzip may be sent: named, or covered by `*`, with a weight that is not 0.
  package static func allowsGzip(_ value: String) -> Bool {
    var wildcard: Bool?
    for member in value.lowercased().split(separator: ",") {
      let parts = member.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      guard let coding = parts.first else { continue }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
      let isWanted = weight.map { (Double($0.dropFirst(2)) ?? 0) > 0 } ?? true
      switch coding {
      case "gzip", "x-gzip": return isWanted
      case "*": wildcard = isWanted
      default: continue
      }
    }
    return wildcard ?? false
  }
}
