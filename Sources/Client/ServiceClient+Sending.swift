import Experiments
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension ServiceClient {
  /// Sends a request and decodes the answer.
  func send<Answer: Decodable>(
    _ endpoint: Endpoint, as type: Answer.Type = Answer.self
  ) async throws -> Answer {
    let (data, status) = try await exchange(endpoint)
    return try decode(data, status: status)
  }

  /// Sends a request whose answer's body does not matter.
  func send(_ endpoint: Endpoint) async throws {
    _ = try await exchange(endpoint)
  }

  /// Sends a request and returns the body and status of an answer of success.
  func exchange(_ endpoint: Endpoint) async throws -> (Data, status: Int) {
    let request = try endpoint.request(to: server, token: token)
    let (data, response) = try await reaching { try await session.answer(to: request) }
    return (data, try check(response, data))
  }

  func decode<Answer: Decodable>(
    _ data: Data, status: Int, as type: Answer.Type = Answer.self
  ) throws -> Answer {
    do {
      return try JSONCoding.decoder().decode(Answer.self, from: data)
    } catch {
      throw ClientError.unexpected(server: server, status: status, detail: "\(error)")
    }
  }

  /// Says what could not be reached; leaves the cancellation of a task as it is.
  func reaching<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let error as URLError where error.code != .cancelled {
      throw ClientError.unreachable(server: server, reason: Self.reason(error))
    } catch is URLError {
      throw CancellationError()
    }
  }

  /// The status of an answer of success. Throws what the service says about any other.
  @discardableResult
  func check(_ response: URLResponse, _ body: @autoclosure () throws -> Data) throws -> Int {
    guard let http = response as? HTTPURLResponse else {
      throw ClientError.unexpected(server: server, status: 0, detail: "no HTTP")
    }
    if (200..<300).contains(http.statusCode) { return http.statusCode }
    if (300..<400).contains(http.statusCode),
      let place = http.value(forHTTPHeaderField: "Location")
    {
      throw ClientError.unexpected(
        server: server, status: http.statusCode,
        detail: "a redirect to \(place), which is not followed: name the service's own address")
    }
    let body = try body()
    if let problem = try? JSONCoding.decoder().decode(Problem.self, from: body) {
      throw ClientError.refused(problem)
    }
    throw ClientError.unexpected(
      server: server, status: http.statusCode,
      detail: String(decoding: body.prefix(200), as: UTF8.self))
  }

  static func reason(_ error: URLError) -> String {
    switch error.code {
    case .cannotConnectToHost: "connection refused"
    case .cannotFindHost, .dnsLookupFailed: "no such host"
    case .timedOut: "no answer in time"
    case .networkConnectionLost: "the connection was lost"
    case .unsupportedURL, .badURL: "this is no address such as http://127.0.0.1:8080"
    default: error.localizedDescription
    }
  }
}
