/// The lines about messages and their properties in the OpenAPI document, by type and property.
///
/// Fields that a `FieldReader` reads have theirs where they are read.
enum PropertyTexts {
  static let all = jobs.merging(workers) { first, _ in first }
    .merging(runs) { first, _ in first }
    .merging(recordings) { first, _ in first }
    .merging(sessions) { first, _ in first }
    .merging(problems) { first, _ in first }
    .merging(studies) { first, _ in first }

  static let ofPages: [String: String] = [
    "items": "The items of this page.",
    "nextCursor": "To be given as `cursor` for the next page; there is none on the last one.",
  ]

  private static let sessions: [String: String] = [
    "Session": "Who asks, as the service sees it.",
    "Session.role": "What they may do.",
    "Session.name": "The name of the token; none where none is needed.",
    "Session.needsToken": "False where the service has no tokens and is open to its machine.",
    "Session.expiresAt": "When a browser must log in again.",
  ]

  private static let problems: [String: String] = [
    "Problem": "An error (RFC 9457).",
    "Problem.type": "about:blank where the status says all; else a path that names the kind.",
    "Problem.title": "The status in words.",
    "Problem.status": "The status.",
    "Problem.detail": "What is wrong with this request.",
    "Problem.requestId": "Names the request in the service's log.",
    "Problem.errors": "Each bad field or parameter.",
    "FieldError": "One bad field.",
    "FieldError.pointer":
      "JSON pointer (RFC 6901) into the body; ? and the name for a query parameter.",
    "FieldError.detail": "What is wrong, and what would be right.",
  ]
}
