import Client
import Foundation
import HTTP
import HTTPTypes
import Logging
import Synchronization

/// A server that answers everything as no service of this version does, and keeps what it was asked.
final class StrangeServer: Sendable {
  private final class Memory: Sendable {
    let requests = Mutex<[Request]>([])
  }

  let client: ServiceClient
  private let server: HTTPServer
  private let memory: Memory

  var requests: [Request] { memory.requests.withLock { $0 } }

  init(_ answer: @escaping @Sendable (Request) throws -> Response) throws {
    let memory = Memory()
    var router = Router()
    for method in [HTTPRequest.Method.get, .post, .put] {
      router.on(method, "/{path...}", .inline) { request in
        memory.requests.withLock { $0.append(request) }
        return try answer(request)
      }
    }
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    server = try HTTPServer.start(ServerConfiguration(router: router, loops: 1, logger: logger))
    self.memory = memory
    guard let url = URL(string: "http://127.0.0.1:\(server.port)") else {
      throw ServerError.badHost(server.host)
    }
    client = ServiceClient(server: url, token: "secret")
  }

  func stop() async {
    await server.drain(within: .zero)
  }
}
