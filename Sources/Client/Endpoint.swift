import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One request to the service, before it is bound to a server.
struct Endpoint {
  var method: String
  /// "/" for what stands outside the versioned interface.
  var root = "/api/v1/"
  /// The parts of the path below the root; each is escaped by itself, so an id may hold any
  /// character.
  var path: [String]
  var query: [(name: String, value: String?)] = []
  var headers: [String: String] = [:]
  var body: Data?
  var contentType = "application/json"
  var timeout = ServiceClient.patience

  /// Answered by every service, to anybody.
  static let health = Endpoint(method: "GET", root: "/", path: ["healthz"])

  static func get(_ path: String..., query: [(name: String, value: String?)] = []) -> Endpoint {
    Endpoint(method: "GET", path: path, query: query)
  }

  static func post(_ path: String..., body: Data? = nil) -> Endpoint {
    Endpoint(method: "POST", path: path, body: body)
  }

  /// Sends the body as gzip where that makes it smaller.
  mutating func compress() {
    guard let smaller = body.flatMap(GzipBody.compress) else { return }
    body = smaller
    headers["Content-Encoding"] = "gzip"
  }

  /// Where RFC 3986 allows a character in a path segment or a query value without an escape.
  private static let plain = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

  private static func escape(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
  }

  func request(to server: URL, token: String?) throws(ClientError) -> URLRequest {
    var base = server.absoluteString
    while base.hasSuffix("/") { base.removeLast() }
    var text = base + root + path.map(Self.escape).joined(separator: "/")
    let pairs = query.compactMap { pair in
      pair.value.map { "\(Self.escape(pair.name))=\(Self.escape($0))" }
    }
    if !pairs.isEmpty { text += "?" + pairs.joined(separator: "&") }
    guard let url = URL(string: text), url.host() != nil else {
      throw .unreachable(
        server: server, reason: "this is no address such as http://127.0.0.1:8080")
    }
    var request = URLRequest(url: url, timeoutInterval: timeout)
    request.httpMethod = method
    request.httpBody = body
    if body != nil { request.setValue(contentType, forHTTPHeaderField: "Content-Type") }
    if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    return request
  }
}
