package import HTTPTypes

/// The fields that tell a browser what a page of this server may do.
package enum SecurityFields {
  /// No script, style or connection from elsewhere, and none inline; no framing; no guessing of
  /// types; no referrer to others. For ``ServerConfiguration/defaultHeaders``.
  package static let strict: HTTPFields = {
    var fields = HTTPFields()
    fields[.contentSecurityPolicy] =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
      + "form-action 'self'; frame-ancestors 'none'"
    fields[.xContentTypeOptions] = "nosniff"
    fields[.constant("Referrer-Policy")] = "no-referrer"
    fields[.constant("Cross-Origin-Opener-Policy")] = "same-origin"
    fields[.constant("Cross-Origin-Resource-Policy")] = "same-origin"
    return fields
  }()
}
