import HTTP
import HTTPTypes

extension Request {
  /// Which of the media types on offer the client likes best (RFC 9110 12.5.1); the first of them
  /// where it says nothing or likes none.
  func preferred(of offers: [String]) -> String {
    guard let accept = headers[.accept], let first = offers.first else { return offers[0] }
    let ranges = accept.split(separator: ",").map(AcceptRange.init)
    var best = (type: first, quality: 0.0)
    for offer in offers {
      let quality = ranges.filter { $0.matches(offer) }.max { $0.precision < $1.precision }?.quality
      if let quality, quality > best.quality { best = (offer, quality) }
    }
    return best.type
  }
}

/// One range of an Accept field, such as `text/*;q=0.5`.
private struct AcceptRange {
  var type: String
  var quality: Double

  init(_ text: Substring) {
    let parts = text.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
    type = parts.first ?? ""
    let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
    quality = weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
  }

  /// A whole type says more than `text/*`, and that more than `*/*`.
  var precision: Int { type == "*/*" ? 0 : type.hasSuffix("/*") ? 1 : 2 }

  func matches(_ offer: String) -> Bool {
    switch precision {
    case 0: true
    case 1: offer.hasPrefix(type.dropLast())
    default: offer == type
    }
  }
}
