package import HTTPTypes

/// Why a request cannot be read. Each ends the connection after its answer: where the next request
/// begins is no longer certain.
package enum ParseError: Error, Equatable {
  case requestLineTooLong(limit: Int)
  case fieldsTooLong(limit: Int)
  case tooManyFields(limit: Int)

  case malformedRequestLine
  case malformedVersion
  case unsupportedVersion
  case badTarget(TargetError)
  case connectUnsupported

  /// A CR or LF that is not part of a CRLF (RFC 9112 2.2).
  case bareLineEnding
  /// A line that begins with white space: the obsolete line folding (RFC 9112 5.2), or white space
  /// before the first field (2.2).
  case foldedLine
  case badFieldName
  case badFieldValue
  case missingHost
  case severalHosts
  case badHost

  case badContentLength
  case severalContentLengths
  case lengthAndTransferEncoding
  case chunkedNotLast
  case severalTransferEncodings
  case unknownTransferCoding
  case transferEncodingInHTTP10
  case unknownExpectation

  case badChunkSize
  case badChunkExtension
  case chunkLineTooLong(limit: Int)
  case chunkNotTerminated
  case chunkOverhead
  case forbiddenTrailer

  /// What is wrong with a request target.
  package enum TargetError: Error {
    case form
    case character
    case escape
    case encoding
    case emptySegment
    case dotSegment
    case authority
  }

  /// The status to answer with.
  package var status: HTTPResponse.Status {
    switch self {
    case .requestLineTooLong: .uriTooLong
    case .fieldsTooLong, .tooManyFields: .requestHeaderFieldsTooLarge
    case .unsupportedVersion: .httpVersionNotSupported
    case .connectUnsupported, .unknownTransferCoding: .notImplemented
    case .unknownExpectation: .expectationFailed
    default: .badRequest
    }
  }

  /// What to tell the client's author.
  package var detail: String {
    switch self {
    case .requestLineTooLong(let limit): "The request line is longer than \(limit) bytes."
    case .fieldsTooLong(let limit): "The header fields are longer than \(limit) bytes."
    case .tooManyFields(let limit): "There are more than \(limit) header fields."
    case .malformedRequestLine: "The request line is not `METHOD TARGET HTTP/1.1`."
    case .malformedVersion: "The request line does not end in an HTTP version."
    case .unsupportedVersion: "This server speaks HTTP/1.1 and HTTP/1.0."
    case .badTarget(let error): error.detail
    case .connectUnsupported: "This server is no proxy: CONNECT is not served."
    case .bareLineEnding: "A line does not end in CR LF, or has a CR inside."
    case .foldedLine: "A header line begins with white space."
    case .badFieldName: "A header field's name is not a token directly followed by a colon."
    case .badFieldValue: "A header field's value contains a control character."
    case .missingHost: "An HTTP/1.1 request needs a Host field."
    case .severalHosts: "There is more than one Host field."
    case .badHost: "The Host field is not `name` or `name:port`."
    case .badContentLength: "Content-Length is not a plain decimal number."
    case .severalContentLengths: "There is more than one Content-Length."
    case .lengthAndTransferEncoding: "Content-Length and Transfer-Encoding exclude each other."
    case .chunkedNotLast: "Transfer-Encoding does not end in `chunked`, once."
    case .severalTransferEncodings: "There is more than one Transfer-Encoding field."
    case .unknownTransferCoding: "The only transfer coding served is `chunked`."
    case .transferEncodingInHTTP10: "Transfer-Encoding does not exist in HTTP/1.0."
    case .unknownExpectation: "The only expectation served is `100-continue`."
    case .badChunkSize: "A chunk's size is not a hexadecimal number of at most 15 digits."
    case .badChunkExtension: "A chunk's extension is malformed."
    case .chunkLineTooLong(let limit): "A chunk's size line is longer than \(limit) bytes."
    case .chunkNotTerminated: "A chunk's data is not followed by CR LF."
    case .chunkOverhead: "The chunks carry more framing than data."
    case .forbiddenTrailer: "A trailer field may not frame or route the message."
    }
  }
}

extension ParseError.TargetError {
  package var detail: String {
    switch self {
    case .form: "The request target is none that this method takes."
    case .character: "The request target contains a character that must be percent-encoded."
    case .escape: "The request target contains a broken or forbidden percent escape."
    case .encoding: "The request target is not UTF-8."
    case .emptySegment: "The path contains an empty segment."
    case .dotSegment: "The path contains a `.` or `..` segment."
    case .authority: "The request target names no valid http host."
    }
  }
}
