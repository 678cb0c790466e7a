import HTTPTypes

/// One request that is being read or answered on a connection.
final class Exchange {
  /// How far the request's body is.
  enum BodyState {
    /// Gathered for the handler, expanded to at most `limit` bytes.
    case collecting(limit: Int64)
    /// Passed on to the sink of an upload.
    case uploading(UploadLane)
    /// Read and thrown away, because the answer is settled: it is given at the end.
    case discarding(Response)
    /// The request is whole.
    case whole
  }

  let id: ExchangeID
  var request: Request
  let route: Route?
  let minorVersion: Int
  /// The client wants to keep the connection.
  let isPersistent: Bool
  /// `100 Continue` is owed before the body.
  var owesContinue: Bool
  var body: BodyState
  /// Of the whole body as it is sent; nil if it comes in chunks.
  let length: Int64?
  /// Bytes of the body received so far.
  var received: Int64 = 0
  /// The sink of an upload is there.
  var sinkIsOpen = false
  /// Bytes on their way to the sink.
  var sinkBacklog = 0
  /// The connection is kept after the answer.
  var keepsConnection = false
  /// The answer came before the end of the request: some of that may stay unread.
  var leavesInput = false
  /// The answer is being sent piece by piece.
  var stream: BodyStream?
  /// The stream ends with a last chunk (else with the connection).
  var streamIsChunked = false
  /// The handler that answers later; weak, because dropping it must answer 500.
  weak var responder: Responder?
  /// When the head was complete; monotonic nanoseconds.
  let started: Int64

  init(
    id: ExchangeID, request: Request, route: Route?, head: RequestHead, body: BodyState,
    started: Int64
  ) {
    self.id = id
    self.request = request
    self.route = route
    self.body = body
    self.started = started
    minorVersion = head.minorVersion
    isPersistent = head.isPersistent
    length =
      switch head.framing {
      case .none: 0
      case .length(let length): length
      case .chunked: nil
      }
    owesContinue = head.expectsContinue && length != 0
  }

  /// What is told of the answered request.
  func summary(status: HTTPResponse.Status, now: Int64) -> ExchangeSummary {
    ExchangeSummary(
      id: request.id, method: request.method, path: request.path, route: route, status: status,
      remoteAddress: request.remoteAddress, principal: request.principal,
      duration: .nanoseconds(now - started))
  }
}
