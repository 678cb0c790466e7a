import Client
import Foundation
import HTTP
import Logging

import API

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Answers cases through a socket, as any client sees the service.
final class SocketLevel: Sendable {
  let fixture: ServiceFixture
  let server: HTTPServer
  private let session: URLSession

  init(
    _ fixture: ServiceFixture, _ configuration: ServiceConfiguration? = nil,
    logger: Logger = ServiceFixture.quiet
  ) throws {
    self.fixture = fixture
    server = try HTTPServer.start(
      Service.serverConfiguration(
        configuration ?? fixture.configuration, fixture.parts, logger))
    fixture.parts.meter.attach { [weak server] in server?.statistics }
    let settings = URLSessionConfiguration.ephemeral
    settings.httpShouldSetCookies = false
    settings.httpCookieAcceptPolicy = .never
    session = URLSession(configuration: settings)
  }

  func stop() async {
    session.invalidateAndCancel()
    await server.drain(within: .zero)
  }

  var url: URL {
    get throws {
      guard let url = URL(string: "http://127.0.0.1:\(server.port)") else {
        throw URLError(.badURL)
      }
      return url
    }
  }

  var client: ServiceClient {
    get throws { ServiceClient(server: try url) }
  }

  func answer(_ row: RouteCase) async throws -> Answer {
    guard let url = URL(string: try url.absoluteString + fixture.fillIn(row.target)) else {
      throw URLError(.badURL)
    }
    var request = URLRequest(url: url, timeoutInterval: 30)
    request.httpMethod = row.method
    if !row.body.isEmpty { request.httpBody = Data(fixture.fillIn(row.body).utf8) }
    for (name, value) in row.headers {
      request.setValue(fixture.fillIn(value), forHTTPHeaderField: name)
    }
    let (data, response) = try await session.data(for: request)
    guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
    var fields: [String: String] = [:]
    for (name, value) in response.allHeaderFields {
      fields["\(name)".lowercased()] = "\(value)"
    }
    return Answer(
      status: response.statusCode, fields: fields, body: String(decoding: data, as: UTF8.self))
  }
}
