import HTTPTypes

/// Decodes a chunked body (RFC 9112 7.1): strict sizes, extensions read and ignored, trailers kept
/// apart.
struct ChunkedDecoder {
  /// Bytes of one size line with its extensions.
  static let lineLimit = 1_024
  /// Framing bytes that may run ahead of the data, so that a body of one-byte chunks with long
  /// extensions costs the sender as much as it costs us.
  static let overheadLimit = 16_384

  private enum State {
    /// Before a size line.
    case size
    /// Inside the data of a chunk.
    case data(remaining: Int64)
    /// Before the CR LF that ends a chunk's data.
    case dataEnd(seenReturn: Bool)
    /// Inside the trailer section.
    case trailers
  }

  enum Event {
    case body(Range<Int>)
    case end(HTTPFields)
  }

  private var state = State.size
  private var lines = LineReader()
  private var overhead: Int64 = 0
  private var trailers = HTTPFields()
  private var trailerBytes = 0
  private let fieldLimits: FieldLimits

  init(fieldLimits: FieldLimits) {
    self.fieldLimits = fieldLimits
  }

  /// The next piece of the body or its end; `nil` when more input is needed.
  mutating func next(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(ParseError) -> Event? {
    while true {
      switch state {
      case .size:
        guard try readSize(input, at: &position) else { return nil }
      case .data(let remaining):
        guard position < input.count else { return nil }
        let count = min(remaining, Int64(input.count - position))
        let range = position..<(position + Int(count))
        position = range.upperBound
        state =
          count == remaining ? .dataEnd(seenReturn: false) : .data(remaining: remaining - count)
        return .body(range)
      case .dataEnd(let seenReturn):
        guard position < input.count else { return nil }
        guard input[position] == (seenReturn ? .lineFeed : .carriageReturn) else {
          throw .chunkNotTerminated
        }
        position += 1
        state = seenReturn ? .size : .dataEnd(seenReturn: true)
      case .trailers:
        guard let isEnd = try readTrailer(input, at: &position) else { return nil }
        if isEnd { return .end(trailers) }
      }
    }
  }

  private mutating func readSize(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(ParseError) -> Bool {
    let (size, length): (Int64, Int)
    switch try lines.next(
      input, at: &position, limit: Self.lineLimit,
      tooLong: .chunkLineTooLong(limit: Self.lineLimit))
    {
    case nil: return false
    case .inInput(let range):
      (size, length) = (try Self.size(input.extracting(range)), range.count)
    case .joined(let bytes):
      (size, length) = (try Self.size(bytes.span), bytes.count)
    }
    overhead = max(0, overhead + Int64(length) + 2 - 16 - 2 * size)
    guard overhead <= Self.overheadLimit else { throw .chunkOverhead }
    state = size == 0 ? .trailers : .data(remaining: size)
    return true
  }

  /// `1*HEXDIG *( ";" ext )`, without the white space that 7.1.1 calls bad.
  private static func size(_ line: Span<UInt8>) throws(ParseError) -> Int64 {
    var size: Int64 = 0
    var index = 0
    while index < line.count, let digit = line[index].hexValue {
      guard index < 15 else { throw .badChunkSize }
      size = size << 4 | Int64(digit)
      index += 1
    }
    guard index > 0 else { throw .badChunkSize }
    guard index < line.count else { return size }
    guard line[index] == UInt8(ascii: ";") else { throw .badChunkSize }
    while index < line.count {
      guard line[index].isFieldValueCharacter else { throw .badChunkExtension }
      index += 1
    }
    return size
  }

  /// Reads one trailer line; true for the empty line that ends the message.
  private mutating func readTrailer(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(ParseError) -> Bool? {
    switch try lines.next(
      input, at: &position, limit: fieldLimits.bytes - trailerBytes,
      tooLong: .fieldsTooLong(limit: fieldLimits.bytes))
    {
    case nil: return nil
    case .inInput(let range): return try addTrailer(input.extracting(range))
    case .joined(let bytes): return try addTrailer(bytes.span)
    }
  }

  private mutating func addTrailer(_ line: Span<UInt8>) throws(ParseError) -> Bool {
    if line.isEmpty { return true }
    trailerBytes += line.count + 2
    let parts = try FieldLine(line)
    guard !line.extracting(parts.name).equalsIgnoringCase("host") else { throw .forbiddenTrailer }
    let name = try FieldName.parse(line.extracting(parts.name))
    // RFC 9110 6.5.1: fields for framing, routing and authentication have no place here.
    switch name {
    case .contentLength, .transferEncoding, .authorization, .connection, .expect:
      throw .forbiddenTrailer
    default: break
    }
    guard trailers.count < fieldLimits.count else { throw .tooManyFields(limit: fieldLimits.count) }
    let value = line.extracting(parts.value)
    trailers.append(value.withUnsafeBufferPointer { HTTPField(name: name, value: $0) })
    return false
  }
}
