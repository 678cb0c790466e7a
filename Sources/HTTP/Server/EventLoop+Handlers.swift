import HTTPTypes

/// Handlers run.
extension EventLoop {
  /// A body that takes longer to read than other connections should wait is no work for the loop.
  private static let largeBody = 32 << 10

  /// Runs the handler of a whole request where it belongs. A compressed body is expanded on a blocking thread, and a
  /// large one read there, whatever the route says.
  func run(_ exchange: Exchange, bodyLimit: Int64, on connection: Connection) {
    guard let route = exchange.route else { return }
    let isCompressed =
      !exchange.request.body.isEmpty && BodyCoding(exchange.request.headers) == .gzip
    if case .inline(let handler) = route.handler, !isCompressed {
      let response: Response
      do {
        response = try handler(exchange.request)
      } catch {
        response = core.answer(to: error, exchange.request)
      }
      return finish(exchange, response, on: connection)
    }
    let request = exchange.request
    switch route.handler {
    case .deferred(let handler)
    where !isCompressed && request.body.count < Self.largeBody:
      let responder = makeResponder(exchange.id)
      exchange.responder = responder
      handler(request, responder)
      // One that waits for something to happen is not to hold the drain.
      if drainDeadline != nil { responder.close(.draining) }
    case .inline(let handler), .blocking(let handler):
      exchange.request.body = []
      submit(exchange, on: connection) { [core, inbox, id = exchange.id] in
        let response: Response
        do {
          response = try handler(try BodyCoding.expand(request, limit: bodyLimit))
        } catch {
          response = core.answer(to: error, request)
        }
        inbox.post(.answer(id, ResponseFinisher(request).finish(response), isFinished: true))
      }
    case .deferred(let handler):
      let responder = makeResponder(exchange.id)
      exchange.responder = responder
      submit(exchange, on: connection) { [core] in
        do {
          handler(try BodyCoding.expand(request, limit: bodyLimit), responder)
        } catch {
          responder.respond(core.answer(to: error, request))
        }
      }
    case .upload:
      preconditionFailure("an upload's body is never collected")
    }
  }

  private func makeResponder(_ id: ExchangeID) -> Responder {
    Responder { [inbox] response in
      inbox.post(.answer(id, response, isFinished: false))
    }
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
