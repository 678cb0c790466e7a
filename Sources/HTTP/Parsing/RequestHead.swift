import HTTPTypes

/// The head of one request, checked.
struct RequestHead: Equatable {
  /// How the body is delimited (RFC 9112 6.3).
  enum Framing: Equatable {
    case none
    case length(Int64)
    case chunked
  }

  var method: HTTPRequest.Method
  var target: RequestTarget
  var minorVersion: Int
  var fields: HTTPFields
  /// Of the absolute target, else of Host; empty if HTTP/1.0 sent none.
  var host: String
  var framing: Framing
  /// The client wants the connection kept (RFC 9112 9.3).
  var isPersistent: Bool
  /// The client waits for `100 Continue` before its body (RFC 9110 10.1.1).
  var expectsContinue: Bool
}
