import Foundation
import HTTPTypes

import API
import HTTP

/// Answers cases with the route table alone: no socket, no thread of a server.
struct RouterLevel {
  let fixture: ServiceFixture

  func answer(_ row: RouteCase) async throws -> Answer {
    var request = try request(row)
    let response = await respond(&request)
    var fields: [String: String] = [:]
    for field in response.headers { fields[field.name.canonicalName] = field.value }
    return Answer(
      status: response.status.code, fields: fields,
      body: row.method == "HEAD" ? "" : try Self.text(response.body))
  }

  private func request(_ row: RouteCase) throws -> Request {
    let target = fixture.fillIn(row.target).split(separator: "?", maxSplits: 1).map(String.init)
    let components = URLComponents(string: "?" + (target.count > 1 ? target[1] : ""))
    let pairs = (components?.queryItems ?? []).map { (name: $0.name, value: $0.value ?? "") }
    var headers = HTTPFields()
    for (name, value) in row.headers {
      if let name = HTTPField.Name(name) { headers[name] = fixture.fillIn(value) }
    }
    guard let method = HTTPRequest.Method(row.method) else { throw HTTPError(.badRequest, "") }
    return Request(
      method: method, path: target[0].removingPercentEncoding ?? "", query: Query(pairs),
      headers: headers, body: Array(fixture.fillIn(row.body).utf8),
      host: row.headers["Host"] ?? "127.0.0.1:8080")
  }

  private func respond(_ request: inout Request) async -> Response {
    let problems = fixture.parts.problems
    do {
      let match = Service.routes(fixture.parts).match(request.method, request.path)
      var route: Route?
      if case .found(let found, _) = match { route = found }
      try fixture.parts.authorizer.admit(&request, to: route)
      switch match {
      case .none: throw HTTPError(.notFound, "")
      case .otherMethods(let allow):
        let names = allow.map(\.rawValue).joined(separator: ", ")
        throw HTTPError(.methodNotAllowed, "", headers: [.allow: names])
      case .found(let route, let parameters):
        request.pathParameters = parameters
        return try await run(route.handler, request)
      }
    } catch {
      return problems.response(to: error, request: request)
    }
  }

  private func run(_ handler: Handler, _ request: Request) async throws -> Response {
    switch handler {
    case .inline(let answer), .blocking(let answer): return try answer(request)
    case .deferred(let answer):
      return await withCheckedContinuation { continuation in
        answer(
          request,
          Responder { continuation.resume(returning: $0 ?? Response(status: .internalServerError)) }
        )
      }
    case .upload(let open):
      let sink = try open(request)
      try sink.receive(request.body)
      return try sink.finish(trailers: [:])
    }
  }

  private static func text(_ body: ResponseBody) throws -> String {
    switch body {
    case .empty: return ""
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .file(let file, let range):
      let handle = FileHandle(fileDescriptor: file.descriptor, closeOnDealloc: false)
      try handle.seek(toOffset: UInt64(range.lowerBound))
      return String(decoding: try handle.read(upToCount: range.count) ?? Data(), as: UTF8.self)
    case .stream(let stream):
      var bytes: [UInt8] = []
      while true {
        stream.duePull()?()
        let isLast = stream.isClosed
        bytes += stream.take().chunks.joined()
        if isLast { return String(decoding: bytes, as: UTF8.self) }
      }
    }
  }
}
