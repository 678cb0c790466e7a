import HTTPTypes

import HTTP

/// Feeds a parser and writes down what came out.
struct ParserRun: Equatable {
  var requests: [Seen] = []
  var error: ParseError?

  /// Feeds `bytes` in pieces that end at `cuts`.
  init(_ bytes: [UInt8], cuts: [Int] = [], limits: Limits = RequestCase.limits) {
    var parser = RequestParser(limits: limits)
    var head: RequestHead?
    var body: [UInt8] = []
    var start = 0
    for end in cuts + [bytes.count] {
      let piece = Array(bytes[start..<end])
      start = end
      var position = 0
      do {
        while let event = try parser.next(piece.span, at: &position) {
          switch event {
          case .head(let value): head = value
          case .body(let range): body += piece[range]
          case .end(let trailers):
            if let head { requests.append(Self.seen(head, body, trailers)) }
            body = []
          }
        }
      } catch {
        self.error = error
        return
      }
    }
  }

  private static func seen(_ head: RequestHead, _ body: [UInt8], _ trailers: HTTPFields) -> Seen {
    Seen(
      head.method.rawValue, head.target.path, host: head.host, query: Seen.show(head.target.query),
      fields: Seen.show(head.fields), body: String(decoding: body, as: UTF8.self),
      trailers: Seen.show(trailers), keeps: head.isPersistent)
  }
}
