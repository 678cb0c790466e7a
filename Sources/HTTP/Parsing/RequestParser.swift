package import HTTPTypes

/// Reads requests out of a stream of bytes (RFC 9112): a state machine without sockets or clocks.
///
/// The caller offers input and takes one event at a time, so that it decides whether the next
/// pipelined request is looked at. The events, and the error if there is one, do not depend on how
/// the input was split (neighbouring body pieces count as one).
package struct RequestParser {
  package enum Event {
    case head(RequestHead)
    /// A piece of the body: this range of the input.
    case body(Range<Int>)
    /// The request is whole; the trailer fields of a chunked body.
    case end(HTTPFields)
  }

  private enum State {
    /// Before a request line; one empty line is let pass (RFC 9112 2.2).
    case start(skippedLine: Bool)
    case fields(HeadBuilder)
    case sized(remaining: Int64)
    case chunked(ChunkedDecoder)
    case failed(ParseError)
  }

  private let requestLineLimit: Int
  private let fieldLimits: FieldLimits
  private var lines = LineReader()
  private var state = State.start(skippedLine: false)

  package init(limits: Limits) {
    requestLineLimit = limits.requestLine
    fieldLimits = FieldLimits(bytes: limits.headerBytes, count: limits.headerCount)
  }

  /// True between requests, when nothing of the next has arrived.
  package var isIdle: Bool {
    if case .start = state { !lines.isMidLine } else { false }
  }

  /// The next event; `nil` when all of the input from `position` on is consumed. After an error
  /// every call throws it again.
  package mutating func next(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(ParseError) -> Event? {
    do {
      return try advance(input, at: &position)
    } catch {
      state = .failed(error)
      throw error
    }
  }

  private mutating func advance(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(ParseError) -> Event? {
    switch state {
    case .start(var skippedLine):
      while let line = try nextStartLine(input, at: &position) {
        if !line.isEmpty {
          let builder = HeadBuilder(try Self.requestLine(line, input))
          return try readFields(input, at: &position, builder).map(Event.head)
        }
        guard !skippedLine else { throw .malformedRequestLine }
        skippedLine = true
        state = .start(skippedLine: true)
      }
      return nil
    case .fields(let builder):
      return try readFields(input, at: &position, builder).map(Event.head)
    case .sized(let remaining):
      return readSized(input, at: &position, remaining)
    case .chunked(let decoder):
      return try readChunked(input, at: &position, decoder)
    case .failed(let error):
      throw error
    }
  }

  /// The next line where a request line should be; `nil` when its end has not come.
  private mutating func nextStartLine(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(ParseError) -> LineReader.Line? {
    if position < input.count, !lines.isMidLine {
      // No need to wait for the end of a line that cannot be one, such as a TLS handshake.
      guard input[position].isTokenCharacter || input[position] == .carriageReturn else {
        throw .malformedRequestLine
      }
    }
    return try lines.next(
      input, at: &position, limit: requestLineLimit,
      tooLong: .requestLineTooLong(limit: requestLineLimit))
  }

  private static func requestLine(
    _ line: LineReader.Line, _ input: Span<UInt8>
  ) throws(ParseError) -> RequestLine {
    switch line {
    case .inInput(let range): try RequestLine(input.extracting(range))
    case .joined(let bytes): try RequestLine(bytes.span)
    }
  }

  private mutating func readFields(
    _ input: Span<UInt8>, at position: inout Int, _ builder: consuming HeadBuilder
  ) throws(ParseError) -> RequestHead? {
    // The state lets go of the builder, so that its fields grow in place.
    state = .start(skippedLine: false)
    while let line = try lines.next(
      input, at: &position, limit: fieldLimits.bytes - builder.byteCount,
      tooLong: .fieldsTooLong(limit: fieldLimits.bytes))
    {
      if line.isEmpty {
        let head = try builder.finish()
        beginBody(head.framing)
        return head
      }
      switch line {
      case .inInput(let range): try builder.add(input.extracting(range), limits: fieldLimits)
      case .joined(let bytes): try builder.add(bytes.span, limits: fieldLimits)
      }
    }
    state = .fields(builder)
    return nil
  }

  private mutating func beginBody(_ framing: RequestHead.Framing) {
    state =
      switch framing {
      case .none: .sized(remaining: 0)
      case .length(let length): .sized(remaining: length)
      case .chunked: .chunked(ChunkedDecoder(fieldLimits: fieldLimits))
      }
  }

  private mutating func readSized(
    _ input: Span<UInt8>, at position: inout Int, _ remaining: Int64
  ) -> Event? {
    if remaining == 0 {
      state = .start(skippedLine: false)
      return .end(HTTPFields())
    }
    guard position < input.count else { return nil }
    let count = min(remaining, Int64(input.count - position))
    let range = position..<(position + Int(count))
    position = range.upperBound
    state = .sized(remaining: remaining - count)
    return .body(range)
  }

  private mutating func readChunked(
    _ input: Span<UInt8>, at position: inout Int, _ decoder: consuming ChunkedDecoder
  ) throws(ParseError) -> Event? {
    state = .start(skippedLine: false)
    switch try decoder.next(input, at: &position) {
    case nil:
      state = .chunked(decoder)
      return nil
    case .body(let range):
      state = .chunked(decoder)
      return .body(range)
    case .end(let trailers):
      return .end(trailers)
    }
  }
}
