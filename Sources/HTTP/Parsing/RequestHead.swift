package import HTTPTypes

/// The head of one request, checked.
package struct RequestHead: Equatable {
  /// How the body is delimited (RFC 9112 6.3).
  package enum Framing: Equatable {
    case none
    case length(Int64)
    case chunked
  }

  package var method: HTTPRequest.Method
  package var target: RequestTarget
  package var minorVersion: Int
  package var fields: HTTPFields
  /// Of the absolute target, else of Host; empty if HTTP/1.0 sent none.
  package var host: String
  package var framing: Framing
  /// The client wants the connection kept (RFC 9112 9.3).
  package var isPersistent: Bool
  /// The client waits for `100 Continue` before its body (RFC 9110 10.1.1).
  package var expectsContinue: Bool
}
