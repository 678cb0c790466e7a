import HTTPTypes

/// Bodies that stream to sinks.
extension EventLoop {
  /// Has the sink made; the body waits until it is open.
  func openSink(
    _ exchange: Exchange, _ route: Route,
    _ handler: @escaping @Sendable (Request) throws -> any BodySink, on connection: Connection
  ) {
    let request = exchange.request
    let gunzip: Gunzip?
    do {
      gunzip =
        BodyCoding(request.headers) == .gzip ? try Gunzip(limit: limits.body(of: route)) : nil
    } catch {
      return settleEarly(exchange, core.answer(to: error, request), on: connection)
    }
    let lane = UploadLane(
      id: exchange.id, inbox: inbox, pool: core.pool, finisher: ResponseFinisher(request),
      gunzip: gunzip, fail: { [core] in core.answer(to: $0, request) })
    if lane.open({ try handler(request) }) {
      exchange.body = .uploading(lane)
    } else {
      settleEarly(exchange, core.answer(to: Self.busy, request), on: connection)
    }
  }

  func sinkOpened(_ id: ExchangeID) {
    guard let (connection, exchange) = find(id) else { return }
    exchange.sinkIsOpen = true
    // Told only now, so that a refusal comes before the body.
    if connection.backlog.isEmpty { sendContinue(exchange, on: connection) }
    parseBacklog(connection)
    proceed(connection)
  }

  func sinkTook(_ id: ExchangeID, _ count: Int) {
    guard let (connection, exchange) = find(id) else { return }
    exchange.sinkBacklog -= count
    if canParse(connection) {
      parseBacklog(connection)
    }
    proceed(connection)
  }
}
