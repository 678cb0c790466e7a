import CEpoll
import Glibc

/// What waits to be written to a socket: bytes, then pieces of bytes and files, in order.
struct OutputQueue {
  enum Piece {
    case bytes([UInt8])
    case file(OpenFile, Range<Int64>)
  }

  /// How a flush ended.
  enum Flushed {
    case all
    /// The socket takes no more now.
    case blocked
    /// The client is gone.
    case failed
  }

  /// A larger body is not copied behind its head but written from where it is.
  private static let copyLimit = 16 << 10
  /// A file goes in turns, so that one download does not hold the loop.
  private static let fileTurn = 1 << 20

  /// The bytes that go first, from `offset` on. Heads and small bodies gather here and go in one
  /// write.
  var front: [UInt8] = []
  private var offset = 0
  private var pieces: [Piece] = []
  /// Bytes that wait.
  private(set) var count: Int64 = 0

  var isEmpty: Bool { count == 0 }

  /// Lets `encode` append to the bytes that go next.
  mutating func encode(_ encode: (inout [UInt8]) -> Void) {
    if pieces.isEmpty {
      let before = front.count
      encode(&front)
      count += Int64(front.count - before)
    } else {
      var bytes: [UInt8] = []
      encode(&bytes)
      append(.bytes(bytes))
    }
  }

  mutating func append(_ piece: Piece) {
    switch piece {
    case .bytes(let bytes):
      guard !bytes.isEmpty else { return }
      count += Int64(bytes.count)
      if pieces.isEmpty, bytes.count <= Self.copyLimit {
        front += bytes
        return
      }
    case .file(_, let range):
      guard !range.isEmpty else { return }
      count += range.upperBound - range.lowerBound
    }
    pieces.append(piece)
  }

  /// Writes as much as the socket takes; adds what it took to `written`.
  mutating func flush(to descriptor: Int32, written: inout Int64) -> Flushed {
    while count > 0 {
      let (sent, wanted) = sendOnce(descriptor)
      if sent < 0 {
        if errno == EINTR { continue }
        return errno == EAGAIN ? .blocked : .failed
      }
      // A file that was cut after it was opened cannot be finished.
      if sent == 0 { return .failed }
      written += Int64(sent)
      advance(sent)
      if sent < wanted || wanted == Self.fileTurn { return count == 0 ? .all : .blocked }
    }
    return .all
  }

  private func sendOnce(_ descriptor: Int32) -> (sent: Int, wanted: Int) {
    let waiting = front.count - offset
    switch pieces.first {
    case nil:
      return (sendFront(descriptor, flags: 0), waiting)
    case .bytes(let bytes):
      return (gather(descriptor, bytes), waiting + bytes.count)
    case .file(let file, let range):
      if waiting > 0 {
        // The head waits in the kernel for the first bytes of the file.
        return (sendFront(descriptor, flags: Int32(MSG_MORE)), waiting)
      }
      var place = off_t(range.lowerBound)
      let wanted = Int(min(Int64(Self.fileTurn), range.upperBound - range.lowerBound))
      return (sendfile(descriptor, file.descriptor, &place, wanted), wanted)
    }
  }

  private func sendFront(_ descriptor: Int32, flags: Int32) -> Int {
    front.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      return send(
        descriptor, base + offset, bytes.count - offset, flags | Int32(MSG_NOSIGNAL))
    }
  }

  private func gather(_ descriptor: Int32, _ piece: [UInt8]) -> Int {
    front.withUnsafeBytes { front in
      piece.withUnsafeBytes { piece in
        var parts: [iovec] = []
        if front.count > offset {
          let start = front.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + offset) }
          parts.append(iovec(iov_base: start, iov_len: front.count - offset))
        }
        parts.append(
          iovec(
            iov_base: piece.baseAddress.map { UnsafeMutableRawPointer(mutating: $0) },
            iov_len: piece.count))
        return writev(descriptor, parts, Int32(parts.count))
      }
    }
  }

  private mutating func advance(_ sent: Int) {
    count -= Int64(sent)
    let ofFront = min(sent, front.count - offset)
    offset += ofFront
    if offset == front.count {
      front.removeAll(keepingCapacity: true)
      offset = 0
    }
    let ofPiece = sent - ofFront
    guard ofPiece > 0, let first = pieces.first else { return }
    switch first {
    case .bytes(let bytes):
      pieces.removeFirst()
      if ofPiece < bytes.count {
        // What is left of it becomes the front, which is empty now.
        front = bytes
        offset = ofPiece
      }
    case .file(let file, let range):
      let rest = (range.lowerBound + Int64(ofPiece))..<range.upperBound
      if rest.isEmpty { pieces.removeFirst() } else { pieces[0] = .file(file, rest) }
    }
  }
}
