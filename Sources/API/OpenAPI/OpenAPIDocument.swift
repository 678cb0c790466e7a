package import Experiments
package import HTTP
import HTTPTypes

/// What the service can be asked, as OpenAPI 3.1 writes it.
package struct OpenAPIDocument {
  package let operations: [Operation]
  private let book: SchemaBook
  /// Who may use a route, by method and pattern.
  private let access: [String: Access]

  /// - Parameter routes: the route table, which says who may use what.
  package init(routes: [Route]) {
    let book = SchemaBook()
    self.book = book
    operations = Operation.all(book)
    access = Dictionary(
      (routes.map { ("\($0.method) \($0.pattern)", $0.metadata as? Access ?? .admin) })
        + [("GET /openapi.json", .anyone)]
    ) { first, _ in first }
    _ = book.reference(Problem.self)
  }

  package var tree: JSONValue {
    var paths: [String: JSONValue] = [:]
    for operation in operations {
      let item = paths[operation.path.documented] ?? [:]
      let access = access["\(operation.method) \(operation.path)"] ?? .admin
      paths[operation.path.documented] = item.adding([
        operation.method.rawValue.lowercased(): operation.tree(access)
      ])
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Staircase", "version": "1", "summary": "Low-precision training, tracked.",
        "description": .string(Self.about),
      ],
      "servers": [["url": "/"]],
      "tags": .array(
        Operation.Tag.allCases.map {
          ["name": .string($0.rawValue), "description": .string($0.about)]
        }),
      "paths": .object(paths),
      "components": [
        "schemas": .object(book.schemas),
        "securitySchemes": [
          "token": ["type": "http", "scheme": "bearer"],
          "session": ["type": "apiKey", "in": "cookie", "name": .string(TokenBook.cookie)],
        ],
      ],
    ]
  }

  /// Properties of messages that nothing describes.
  package var undescribed: [String] { book.missingTexts }

  /// Descriptions of what no message has.
  package var needless: Set<String> { Set(PropertyTexts.all.keys).subtracting(book.usedTexts) }

  private static let about = """
    JSON in and out, camelCase, times in RFC 3339 UTC. Errors are `application/problem+json` (RFC \
    9457) and name each bad field. Unknown fields and parameters are errors, and so is one \
    given twice. Every GET answers \
    HEAD too; another method is answered 405 with `Allow`. What is read has an `ETag`, and \
    `If-None-Match` is answered 304 while it is the same. Answers are compressed where \
    `Accept-Encoding` asks for it. Beside the errors of each route, a request that is no good \
    HTTP is answered 400, 408, 413, 414, 417, 431, 501 or 505, and one beyond what the service can \
    take 503. A service without tokens is open to its machine and asks for none; with tokens, each \
    route says which roles it lets in.
    """
}

extension Operation {
  func tree(_ access: Access) -> JSONValue {
    var tree: [String: JSONValue] = [
      "operationId": .string(id), "tags": [.string(tag.rawValue)], "summary": .string(summary),
      "responses": .object(responses(access)), "security": Self.security(access),
    ]
    let text = [detail, Self.roles(access)].filter { !$0.isEmpty }.joined(separator: " ")
    if !text.isEmpty { tree["description"] = .string(text) }
    let parameters = path.parameters + self.parameters
    if !parameters.isEmpty { tree["parameters"] = .array(parameters) }
    if let body {
      tree["requestBody"] = [
        "required": .bool(body.isRequired), "content": .object(body.content),
      ]
    }
    return .object(tree)
  }

  /// None at all is among them: a service without tokens asks for none.
  private static func security(_ access: Access) -> JSONValue {
    access == .anyone ? [] : [["token": []], ["session": []], [:]]
  }

  private static func roles(_ access: Access) -> String {
    if access.roles == Role.allCases { return "" }
    let roles = access.roles.map { "`\($0.rawValue)`" }.joined(separator: " or ")
    return "A token must have the role \(roles)."
  }

  private func responses(_ access: Access) -> [String: JSONValue] {
    var responses: [String: JSONValue] = [:]
    for refusal in refusals + everywhere(access) {
      responses["\(refusal.status)"] = [
        "description": .string(refusal.about),
        "content": [
          "application/problem+json": ["schema": SchemaBook.reference(to: "Problem")]
        ],
      ]
    }
    for answer in answers {
      var response: [String: JSONValue] = ["description": .string(answer.about)]
      if !answer.content.isEmpty { response["content"] = .object(answer.content) }
      if !answer.headers.isEmpty { response["headers"] = .object(answer.headers) }
      if !answer.links.isEmpty { response["links"] = .object(answer.links) }
      responses["\(answer.status)"] = .object(response)
    }
    return responses
  }

  /// What any route refuses.
  private func everywhere(_ access: Access) -> [Refusal] {
    var refusals = [
      Refusal(status: 400, about: "The request, its query or its JSON cannot be read."),
      Refusal(status: 403, about: "A page from elsewhere, or a token of another role."),
      Refusal(status: 421, about: "The host asked for is not a name of this service."),
      Refusal(status: 500, about: "The service failed to answer; its log says why."),
      Refusal(
        status: 503,
        about: """
          The service has more requests than it can take, or another program holds its database: \
          Retry-After says when to ask again.
          """),
    ]
    if access != .anyone {
      refusals.append(Refusal(status: 401, about: "A token is missing, or unknown here."))
    }
    if body != nil {
      refusals += [
        Refusal(status: 413, about: "The body is too large."),
        Refusal(status: 415, about: "The body's content coding is neither gzip nor deflate."),
      ]
    }
    // A refusal of its own says more.
    return refusals.filter { common in !self.refusals.contains { $0.status == common.status } }
  }
}
