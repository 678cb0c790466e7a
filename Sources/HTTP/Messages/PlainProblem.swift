import HTTPTypes

/// The problem document (RFC 9457) of a server whose program maps no errors: `type`, `title`,
/// `status`, `detail`, `requestId`. Its JSON is written by hand: it is all that the module writes.
struct PlainProblem {
  var status: HTTPResponse.Status
  var detail: String
  var requestID: RequestID?

  /// The answer to an error that no one else maps: an ``HTTPError`` as it says, any other as 500
  /// whose detail is not shown (it belongs in the log).
  static func response(to error: any Error, request: Request?) -> Response {
    let known =
      error as? HTTPError ?? HTTPError(.internalServerError, "The server failed to answer.")
    let problem = PlainProblem(status: known.status, detail: known.detail, requestID: request?.id)
    var response = Response(
      status: known.status, type: "application/problem+json", bytes: problem.json)
    for field in known.headers {
      response.headers.append(field)
    }
    return response
  }

  /// The document as JSON in UTF-8. `about:blank` says that the status alone tells the type
  /// (4.2.1).
  var json: [UInt8] {
    var text = "{\"type\":\"about:blank\",\"title\":\(Self.quoted(status.reasonPhrase)),"
    text += "\"status\":\(status.code),\"detail\":\(Self.quoted(detail))"
    if let requestID {
      text += ",\"requestId\":\"\(requestID)\""
    }
    return Array((text + "}").utf8)
  }

  /// A JSON string; control characters are escaped (RFC 8259 7).
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
