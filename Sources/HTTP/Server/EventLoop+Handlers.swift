import HTTPTypes

/// Handlers run.
extension EventLoop {
  /// A body that takes longer to read than other connections should wait is no work for the loop.
  private static let largeBody = 32 << 10

  /// Runs the handler of a whole request where it belongs. A compressed body is expanded on a
  /// blocking thread, whatever the route says, and a large one is read there by a handler that
  /// defers its answer.
  func run(_ exchange: Exchange, bodyLimit: Int64, on connection: Connection) {
    guard let route = exchange.route else { return }
    let isCompressed =
      !exchange.request.body.isEmpty && BodyCoding(exchange.request.headers) == .gzip
    switch route.handler {
    case .inline(let handler) where !isCompressed:
      let response = core.answer(exchange.request) { try handler(exchange.request) }
      finish(exchange, response, on: connection)
    case .inline(let handler), .blocking(let handler):
      runBlocking(handler, exchange, bodyLimit, on: connection)
    case .deferred(let handler)
    where isCompressed || exchange.request.body.count >= Self.largeBody:
      let (request, responder) = (exchange.request, makeResponder(exchange))
      submit(exchange, on: connection) { [core] in
        do {
          handler(try BodyCoding.expand(request, limit: bodyLimit), responder)
        } catch {
          responder.respond(core.answer(to: error, request))
        }
      }
    case .deferred(let handler):
      handler(exchange.request, makeResponder(exchange))
    case .upload:
      preconditionFailure("an upload's body is never collected")
    }
  }

  private func runBlocking(
    _ handler: @escaping @Sendable (Request) throws -> Response, _ exchange: Exchange,
    _ bodyLimit: Int64, on connection: Connection
  ) {
    let request = exchange.request
    exchange.request.body = []
    submit(exchange, on: connection) { [core, inbox, id = exchange.id] in
      let response = core.answer(request) {
        try handler(try BodyCoding.expand(request, limit: bodyLimit))
      }
      inbox.post(.answer(id, ResponseFinisher(request).finish(response), isFinished: true))
    }
  }

  /// Who waits for something to happen is not to hold the drain, and is told at once.
  private func makeResponder(_ exchange: Exchange) -> Responder {
    let responder = Responder { [inbox, id = exchange.id] response in
      inbox.post(.answer(id, response, isFinished: false))
    }
    exchange.responder = responder
    if drainDeadline != nil { responder.close(.draining) }
    return responder
  }

  /// Runs work on a blocking thread, or answers 503 if too much waits there.
  private func submit(
    _ exchange: Exchange, on connection: Connection, _ work: @escaping @Sendable () -> Void
  ) {
    if !core.pool.submit(work) {
      answer(connection, exchange, core.answer(to: Self.busy, exchange.request))
    }
  }

  static let busy = HTTPError(
    .serviceUnavailable, "The server has as many requests as it can work on.",
    headers: [.retryAfter: "1"])
}
