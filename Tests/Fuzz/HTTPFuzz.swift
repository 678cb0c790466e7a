import HTTP
import HTTPTypes

/// libFuzzer's entry: the first byte chooses what the rest is fed to. A property that does not hold
/// ends the process, and libFuzzer keeps the input. `make fuzz` builds and runs it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let mode = bytes.first else { return 0 }
  let rest = Array(bytes.dropFirst())
  switch mode % 8 {
  case 0: path(rest)
  case 1: range(rest)
  case 2: fields(rest)
  case 3: chunked(rest)
  default: requests(rest)
  }
  return 0
}

/// What a parser told, with neighbouring pieces of a body joined.
private struct Told: Equatable {
  var heads: [RequestHead] = []
  var bodies: [[UInt8]] = [[]]
  var trailers: [HTTPFields] = []
  var error: ParseError?

  init(_ pieces: [ArraySlice<UInt8>]) {
    var parser = RequestParser(limits: Limits())
    do {
      for piece in pieces {
        let bytes = Array(piece)
        var position = 0
        while let event = try parser.next(bytes.span, at: &position) {
          switch event {
          case .head(let head): heads.append(head)
          case .body(let range): bodies[bodies.count - 1] += bytes[range]
          case .end(let fields):
            trailers.append(fields)
            bodies.append([])
          }
        }
        precondition(position == bytes.count, "input was left over")
      }
    } catch {
      self.error = error as? ParseError
    }
  }
}

/// Whole and split feeding agree; what is accepted is safe.
private func requests(_ bytes: [UInt8]) {
  // The first bytes say where to cut.
  let cuts = bytes.prefix(4).map { Int($0) % (bytes.count + 1) }.sorted()
  let whole = Told([bytes[...]])
  var pieces: [ArraySlice<UInt8>] = []
  var start = 0
  for cut in cuts {
    pieces.append(bytes[start..<cut])
    start = cut
  }
  pieces.append(bytes[start...])
  precondition(whole == Told(pieces), "cuts \(cuts) change what is read")
  if bytes.count <= 200 {
    precondition(whole == Told(bytes.indices.map { bytes[$0...$0] }), "single bytes differ")
  }
  for head in whole.heads {
    precondition(head.target.path == "*" || isSafe(head.target.path), head.target.path)
    precondition(head.framing != .chunked || head.fields[.contentLength] == nil)
  }
}

/// A chunked body behind a good head.
private func chunked(_ bytes: [UInt8]) {
  requests(Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8) + bytes)
}

private func path(_ bytes: [UInt8]) {
  let bytes = [UInt8(ascii: "/")] + bytes
  guard let target = try? RequestTarget(bytes.span, method: .get) else { return }
  precondition(isSafe(target.path), target.path)
}

/// By bytes, as the file system sees it: to characters, a slash with a combining mark after it is
/// no slash.
private func isSafe(_ path: String) -> Bool {
  let bytes = Array(path.utf8)
  let slash = UInt8(ascii: "/")
  let segments = bytes.dropFirst().split(separator: slash, omittingEmptySubsequences: false)
  return bytes.first == slash
    && !segments.contains { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    && !segments.dropLast().contains { $0.isEmpty }
    && !bytes.contains { $0 == UInt8(ascii: "\\") || $0 < 0x20 || $0 == 0x7F }
}

private func range(_ bytes: [UInt8]) {
  let size = Int64(bytes.first ?? 0) * 7
  if case .part(let range) = ByteRange(String(decoding: bytes, as: UTF8.self), size: size) {
    precondition(!range.isEmpty && range.lowerBound >= 0 && range.upperBound <= size)
  }
}

/// The readers of single fields take anything.
private func fields(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  _ = AcceptEncoding.allowsGzip(text)
  _ = EntityTags.matchesWeakly(text, "\"a\"")
  _ = HTTPDate.second(text)
  let request = Request(
    method: .get, path: "/",
    headers: [.cookie: text, .authorization: text, .ifRange: text, .ifNoneMatch: text], host: text)
  _ = request.cookie("a")
  _ = request.bearerToken
  _ = HostPolicy().allows(request)
  _ = OriginPolicy.allows(request)
  _ = Precondition.evaluate(request, tag: "\"a\"", modified: 0)
}
