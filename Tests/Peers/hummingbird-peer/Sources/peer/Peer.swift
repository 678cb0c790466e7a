import Hummingbird
import Logging

/// Serves what `BenchmarkRoutes` serves: `peer PORT FOLDER`, where the folder has a file named
/// `file`.
@main
struct Peer {
  static let json = ByteBuffer(
    string: """
      {"id":"0123456789abcdef0123456789abcdef","name":"w2a2","state":"running",\
      "progress":{"step":1234,"steps":4690,"epoch":1},"createdAt":"2026-11-24T06:00:00Z",\
      "runId":"fedcba98765432100123"}
      """)

  static func main() async throws {
    let port = Int(CommandLine.arguments[1]) ?? 8081
    let router = Router()
    var logger = Logger(label: "peer")
    logger.logLevel = .error
    router.middlewares.add(FileMiddleware(CommandLine.arguments[2], logger: logger))
    router.get("/json") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: json))
    }
    router.post("/post") { request, _ in
      let body = try await request.body.collect(upTo: 1 << 20)
      return Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: .init(byteBuffer: ByteBuffer(string: "{\"bytes\":\(body.readableBytes)}")))
    }
    let application = Application(
      router: router,
      configuration: .init(address: .hostname("127.0.0.1", port: port), backlog: 4096),
      logger: logger)
    try await application.runService()
  }
}
