import HTTPTypes

/// Answers go out.
extension EventLoop {
  /// Compressing more than this takes longer than the loop has.
  private static let inlineCompression = 32 << 10

  /// An answer came from another thread.
  func answerArrived(_ id: ExchangeID, _ response: Response?, isFinished: Bool) {
    guard let (connection, exchange) = find(id) else {
      response?.lose()
      return
    }
    let response =
      response
      ?? core.answer(
        to: HTTPError(.internalServerError, "The server failed to answer."), exchange.request)
    if case .uploading = exchange.body {
      // The sink did not open, or failed.
      settleEarly(exchange, response, on: connection)
      if canParse(connection) { parseBacklog(connection) }
    } else if isFinished {
      answer(connection, exchange, response)
    } else {
      finish(exchange, response, on: connection)
    }
    proceed(connection)
  }

  /// Compresses an answer if that is due, on a blocking thread if it takes long, and sends it.
  func finish(_ exchange: Exchange, _ response: Response, on connection: Connection) {
    if ResponseFinisher.isFinished(response) { return answer(connection, exchange, response) }
    let finisher = ResponseFinisher(exchange.request)
    if case .bytes(let bytes) = response.body, bytes.count > Self.inlineCompression,
      finisher.wouldCompress(response)
    {
      core.pool.proceed { [inbox, id = exchange.id] in
        inbox.post(.answer(id, finisher.finish(response), isFinished: true))
      }
    } else {
      answer(connection, exchange, finisher.finish(response))
    }
  }

  /// Queues head and body of an answer; the request ends here, unless its answer is a stream.
  func answer(_ connection: Connection, _ exchange: Exchange, _ response: Response) {
    let isWhole = if case .whole = exchange.body { true } else { false }
    exchange.body = .whole
    var isKept = exchange.isPersistent && isWhole && drainDeadline == nil
    let framing = framing(of: response, exchange)
    if framing == .untilClose { isKept = false }
    exchange.leavesInput = !isWhole
    let persistence: ResponseHeadEncoder.Persistence =
      isKept ? (exchange.minorVersion > 0 ? .kept : .keptExplicitly) : .closed
    takeSpareOutput(connection)
    connection.output.encode {
      encoder.encode(
        response.status, response.headers, framing: framing, persistence: persistence, into: &$0)
    }
    exchange.keepsConnection = isKept
    tell(of: exchange, response)
    appendBody(response.body, framing, connection, exchange)
  }

  private func tell(of exchange: Exchange, _ response: Response) {
    core.configuration.observe?(
      exchange.summary(status: response.status, now: Clock.monotonic()))
  }

  private func framing(
    of response: Response, _ exchange: Exchange
  ) -> ResponseHeadEncoder.Framing {
    // RFC 9110 15.4.5, 15.3.5: never content, whatever the fields say.
    if response.status.code == 204 || response.status.code == 304 { return .none }
    switch response.body {
    case .empty: return .length(0)
    case .bytes(let bytes): return .length(Int64(bytes.count))
    case .file(_, let range): return .length(range.upperBound - range.lowerBound)
    case .stream: return exchange.minorVersion > 0 ? .chunked : .untilClose
    }
  }

  private func appendBody(
    _ body: ResponseBody, _ framing: ResponseHeadEncoder.Framing, _ connection: Connection,
    _ exchange: Exchange
  ) {
    let isSent = framing != .none && exchange.request.method != .head
    switch body {
    case .stream(let stream) where isSent:
      exchange.stream = stream
      exchange.streamIsChunked = framing == .chunked
      stream.attach { [inbox, id = exchange.id] in inbox.post(.streamReady(id)) }
      if drainDeadline != nil { stream.drain() }
      return
    case .stream(let stream): stream.end(.finished, broken: true)
    case .bytes(let bytes) where isSent: connection.output.append(.bytes(bytes))
    case .file(let file, let range) where isSent: connection.output.append(.file(file, range))
    case .empty, .bytes, .file: break
    }
    exchangeEnded(connection, exchange)
  }

  /// The answer is on its way whole: the connection is free for the next request, or closes.
  func exchangeEnded(_ connection: Connection, _ exchange: Exchange) {
    connection.exchange = nil
    if !exchange.keepsConnection || drainDeadline != nil {
      connection.closeAfterOutput(lingers: exchange.leavesInput)
    }
  }

  /// Answers an error after which nothing more can be read, and closes.
  func refuse(_ connection: Connection, _ error: HTTPError) {
    let exchange = connection.exchange
    let request = exchange?.request
    if exchange?.stream == nil {
      abandonExchange(of: connection, .clientGone)
      let response = core.answer(to: error, request)
      if let exchange { tell(of: exchange, response) }
      connection.output.encode {
        var body: [UInt8] = []
        if case .bytes(let bytes) = response.body { body = bytes }
        encoder.encode(
          response.status, response.headers, framing: .length(Int64(body.count)),
          persistence: .closed, into: &$0)
        if request?.method != .head { $0 += body }
      }
    }
    connection.closeAfterOutput(lingers: true)
  }
}
