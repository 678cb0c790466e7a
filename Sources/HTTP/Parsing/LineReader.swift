import Glibc

/// Cuts lines that end in CR LF out of bytes that arrive in pieces of any size, within a bound.
///
/// The outcome does not depend on how the bytes were split: a line is judged when its LF arrives or
/// when it outgrows the bound, whichever is first.
struct LineReader {
  enum Line {
    /// The line, without CR LF, is this range of the input.
    case inInput(Range<Int>)
    /// The line, without CR LF, came in several pieces.
    case joined([UInt8])

    var isEmpty: Bool {
      switch self {
      case .inInput(let range): range.isEmpty
      case .joined(let bytes): bytes.isEmpty
      }
    }
  }

  /// The beginning of a line whose end has not arrived.
  private var held: [UInt8] = []

  /// True if part of a line has arrived.
  var isMidLine: Bool { !held.isEmpty }

  /// The next line, or `nil` when the input ends before its LF (the rest is then held).
  /// `limit` counts the line's bytes with its CR LF; `tooLong` is thrown beyond it.
  mutating func next(
    _ input: Span<UInt8>, at position: inout Int, limit: Int, tooLong: ParseError
  ) throws(ParseError) -> Line? {
    let start = position
    guard let newline = Self.newline(input, from: start) else {
      position = input.count
      guard held.count + input.count - start <= limit else { throw tooLong }
      if start < input.count {
        input.extracting(start..<input.count).withUnsafeBufferPointer {
          held.append(contentsOf: $0)
        }
      }
      return nil
    }
    position = newline + 1
    guard held.count + newline + 1 - start <= limit else { throw tooLong }
    if held.isEmpty {
      guard newline > start, input[newline - 1] == .carriageReturn else { throw .bareLineEnding }
      return .inInput(start..<(newline - 1))
    }
    input.extracting(start..<newline).withUnsafeBufferPointer { held.append(contentsOf: $0) }
    guard held.last == .carriageReturn else { throw .bareLineEnding }
    held.removeLast()
    defer { held = [] }
    return .joined(held)
  }

  @inline(__always)
  private static func newline(_ input: Span<UInt8>, from start: Int) -> Int? {
    input.withUnsafeBufferPointer { bytes -> Int? in
      guard start < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(UInt8.lineFeed), bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }
}

extension UInt8 {
  static let carriageReturn: UInt8 = 0x0D
  static let lineFeed: UInt8 = 0x0A
}
