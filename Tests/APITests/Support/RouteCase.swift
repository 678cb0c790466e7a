import Testing

/// One request and what must come back. `{names}` of the fixture are filled in everywhere.
struct RouteCase: Sendable, CustomTestStringConvertible {
  var method: String
  var target: String
  var headers: [String: String]
  var body: String
  var status: Int
  /// Texts that the body of the answer has.
  var has: [String]
  /// Fields of the answer, each with a text that its value has.
  var fields: [String: String]

  /// - Parameter request: method and target, as in `GET /api/v1/jobs?limit=1`.
  init(
    _ request: String, _ body: String = "", headers: [String: String] = [:], is status: Int,
    has: [String] = [], fields: [String: String] = [:]
  ) {
    let parts = request.split(separator: " ", maxSplits: 1).map(String.init)
    (method, target) = (parts[0], parts[1])
    (self.headers, self.body, self.status) = (headers, body, status)
    (self.has, self.fields) = (has, fields)
  }

  /// Whether the service is the same after it.
  var changesNothing: Bool { ["GET", "HEAD"].contains(method) || status >= 400 }

  var testDescription: String { "\(method) \(target) \(body.prefix(60)) -> \(status)" }
}

/// What came back.
struct Answer: Sendable {
  var status: Int
  /// By lower-case name.
  var fields: [String: String]
  var body: String
}
