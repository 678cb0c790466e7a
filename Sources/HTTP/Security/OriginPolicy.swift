import HTTPTypes

/// Refuses writes that a page of another site makes a browser send.
package enum OriginPolicy {
  /// True for safe methods, for programs (which send neither field), and for pages of this very
  /// origin.
  package static func allows(_ request: Request) -> Bool {
    switch request.method {
    case .get, .head, .options: return true
    default: break
    }
    if let site = request.headers[fetchSite], site != "same-origin", site != "none" { return false }
    guard let origin = request.headers[.origin] else { return true }
    return origin.lowercased() == "http://" + request.host
      || origin.lowercased() == "https://" + request.host
  }

  /// Set by browsers, and out of a page's reach (Fetch Metadata).
  private static let fetchSite = HTTPField.Name.constant("Sec-Fetch-Site")
}
