/// What follows the head of a response.
package enum ResponseBody: Sendable {
  /// No content.
  case empty
  /// Bytes already in memory, sent with the head in one write.
  case bytes([UInt8])
  /// A range of an open file, sent by `sendfile`.
  case file(OpenFile, range: Range<Int64>)
  /// Bytes made while they are sent; its length is not known beforehand (chunked for HTTP/1.1).
  case stream(BodyStream)
}
