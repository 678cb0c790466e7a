import HTTPTypes
import Synchronization

/// Requests find their handlers.
extension EventLoop {
  /// A refused request's body up to this size is read and thrown away, to keep the connection.
  private static let discardLimit: Int64 = 64 << 10

  /// A head is there: everything that can refuse the request does so now, before its body.
  func begin(_ head: RequestHead, on connection: Connection) {
    counters.requests.add(1, ordering: .relaxed)
    let id = nextExchange(of: connection)
    var request = Request(
      method: head.method, path: head.target.path, query: head.target.query, headers: head.fields,
      host: head.host, remoteAddress: connection.address,
      id: RequestID(value: core.requestBase | UInt64(index) << 40 | id.serial))
    if core.configuration.trustsForwardedHeaders {
      ForwardedFields.apply(to: &request)
    }
    let match = core.configuration.router.match(request.method, request.path)
    var route: Route?
    if case .found(let found, let parameters) = match {
      route = found
      request.pathParameters = parameters
    }
    let refusal = core.configuration.authorize(&request, route) ?? missing(match, request)
    let exchange = Exchange(
      id: id, request: request, route: route, head: head, body: .collecting(limit: 0), started: now)
    connection.exchange = exchange
    if let refusal {
      settleEarly(exchange, refusal, on: connection)
    } else if let route {
      prepareBody(exchange, route, on: connection)
    }
  }

  /// The answer when no handler has the path and method (RFC 9110 9.3.7, 15.5.5, 15.5.6).
  private func missing(_ match: Router.Match, _ request: Request) -> Response? {
    switch match {
    case .found: return nil
    case .otherMethods(let methods):
      let allow = methods.map(\.rawValue).joined(separator: ", ")
      if request.method == .options {
        return Response(status: .noContent, headers: [.allow: allow])
      }
      return core.answer(
        to: HTTPError(
          .methodNotAllowed, "This path serves \(allow).", headers: [.allow: allow]), request)
    case .none:
      if request.method == .options, request.path == "*" {
        return Response(
          status: .noContent, headers: [.allow: "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"])
      }
      return core.answer(to: HTTPError(.notFound, "Nothing is served at this path."), request)
    }
  }

  /// Gives an answer that does not need the rest of the body. A short rest is skipped and the
  /// connection kept; for one that is long or of unknown length, or that the client may not send
  /// after all, the connection ends (RFC 9110 10.1.1).
  func settleEarly(_ exchange: Exchange, _ response: Response, on connection: Connection) {
    let rest = exchange.length.map { $0 - exchange.received }
    if let rest, rest == 0 || rest <= Self.discardLimit && !exchange.owesContinue {
      exchange.body = .discarding(response)
    } else {
      answer(connection, exchange, response)
    }
  }

  private func prepareBody(_ exchange: Exchange, _ route: Route, on connection: Connection) {
    if exchange.length != 0, let refusal = bodyRefusal(exchange, route) {
      return settleEarly(exchange, core.answer(to: refusal, exchange.request), on: connection)
    }
    if case .upload(let handler) = route.handler {
      return openSink(exchange, route, handler, on: connection)
    }
    exchange.body = .collecting(limit: limits.body(of: route))
    if let length = exchange.length, length > 0 {
      exchange.request.body.reserveCapacity(Int(min(length, 1 << 20)))
    }
    sendContinue(exchange, on: connection)
  }

  private func bodyRefusal(_ exchange: Exchange, _ route: Route) -> HTTPError? {
    let limit = limits.body(of: route)
    if let length = exchange.length, length > limit { return Self.tooLarge(limit) }
    guard BodyCoding(exchange.request.headers) != nil else {
      return HTTPError(
        .unsupportedMediaType, "The only content codings taken are gzip and deflate.",
        headers: [.acceptEncoding: "gzip, deflate"])
    }
    return nil
  }

  func sendContinue(_ exchange: Exchange, on connection: Connection) {
    guard exchange.owesContinue else { return }
    exchange.owesContinue = false
    connection.output.encode { $0 += ResponseHeadEncoder.continueHead }
  }

  /// A piece of the body is there.
  func received(_ bytes: Span<UInt8>, on connection: Connection) {
    guard let exchange = connection.exchange else { return }
    exchange.received += Int64(bytes.count)
    // A client that did not wait for 100 gets none (RFC 9110 10.1.1).
    exchange.owesContinue = false
    switch exchange.body {
    case .collecting(let limit):
      guard exchange.received <= limit else { return tooLarge(exchange, limit, on: connection) }
      bytes.withUnsafeBufferPointer { exchange.request.body.append(contentsOf: $0) }
    case .uploading(let lane):
      if let limit = exchange.route.map(limits.body(of:)), exchange.received > limit {
        lane.cancel()
        return tooLarge(exchange, limit, on: connection)
      }
      exchange.sinkBacklog += bytes.count
      lane.push(bytes)
    case .discarding, .whole:
      break
    }
  }

  private func tooLarge(_ exchange: Exchange, _ limit: Int64, on connection: Connection) {
    answer(connection, exchange, core.answer(to: Self.tooLarge(limit), exchange.request))
  }

  private static func tooLarge(_ limit: Int64) -> HTTPError {
    HTTPError(.contentTooLarge, "The body may have at most \(limit) bytes.")
  }

  /// The request is whole: its handler runs.
  func requestEnded(_ trailers: HTTPFields, on connection: Connection) {
    guard let exchange = connection.exchange else { return }
    let body = exchange.body
    exchange.body = .whole
    switch body {
    case .discarding(let response): answer(connection, exchange, response)
    case .uploading(let lane): lane.finish(trailers)
    case .collecting(let limit):
      exchange.request.trailers = trailers
      run(exchange, bodyLimit: limit, on: connection)
    case .whole: break
    }
  }
}
