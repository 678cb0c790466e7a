import Experiments
import Foundation
import HTTP
import HTTPTypes

extension Response {
  /// A value as JSON.
  static func json(
    _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) throws -> Response {
    let data = try JSONCoding.encoder().encode(value)
    var response = Response(status: status, type: "application/json", bytes: [UInt8](data))
    for field in headers { response.headers.append(field) }
    return response
  }

  /// A new thing and where it is.
  static func created(_ value: some Encodable, at path: String) throws -> Response {
    try json(value, status: .created, headers: [.location: path])
  }

  /// One page of a list; the next one is in `Link` (RFC 8288) and in the body.
  static func page<Item>(_ page: Page<Item>, of request: Request) throws -> Response {
    linked(try json(page), page.nextCursor, request)
  }

  /// The same for one that is JSON already.
  static func page(_ page: JSONPage, of request: Request) -> Response {
    linked(Response(type: "application/json", bytes: page.json), page.nextCursor, request)
  }

  private static func linked(
    _ page: Response, _ nextCursor: String?, _ request: Request
  ) -> Response {
    var response = page
    if let cursor = nextCursor {
      var pairs = request.query.pairs.filter { $0.name != "cursor" }
      pairs.append((name: "cursor", value: cursor))
      var components = URLComponents()
      components.path = request.path
      components.queryItems = pairs.map { URLQueryItem(name: $0.name, value: $0.value) }
      // Left bare by URLComponents, read as a space by a server.
      components.percentEncodedQuery = components.percentEncodedQuery?.replacing("+", with: "%2B")
      response.headers[.link] = "<\(components.string ?? request.path)>; rel=\"next\""
    }
    return response
  }

  static var noContent: Response { Response(status: .noContent) }
}
