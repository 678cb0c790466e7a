import HTTP
import HTTPTypes
import Testing

import API

/// Answers that grow: events and logs. One after the other: each server holds threads of Dispatch.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct StreamTests {
  /// The body of the answer to a GET, of the route table alone.
  static func stream(
    _ fixture: ServiceFixture, _ path: String, query: (name: String, value: String)? = nil,
    headers: HTTPFields = [:]
  ) throws -> BodyStream {
    guard case .found(let route, let parameters) = Service.routes(fixture.parts).match(.get, path),
      case .blocking(let handler) = route.handler
    else { throw HTTPError(.notFound, "no route") }
    var request = Request(
      method: .get, path: path, query: Query(query.map { [$0] } ?? []), headers: headers)
    request.pathParameters = parameters
    guard case .stream(let stream) = try handler(request).body else {
      throw HTTPError(.notFound, "no stream")
    }
    return stream
  }

  static func text(_ stream: BodyStream) -> String {
    String(decoding: stream.take().chunks.joined(), as: UTF8.self)
  }
}
