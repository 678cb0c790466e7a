import Experiments
package import HTTPTypes

/// One route as the OpenAPI document describes it.
package struct Operation {
  package var method: HTTPRequest.Method
  package var path: OperationPath
  /// A name for programs, unique in the document.
  var id: String
  var tag: Tag
  /// What it does, in a line.
  var summary: String
  /// More about it; Markdown.
  var detail = ""
  /// Of the query and the header, as OpenAPI writes them.
  var parameters: [JSONValue] = []
  var body: Body?
  var answers: [Answer]
  /// What it refuses, beside what any route may refuse.
  var refusals: [Refusal] = []

  enum Tag: String, CaseIterable {
    case jobs, studies, runs, recordings, artifacts, workers, service

    var about: String {
      switch self {
      case .jobs: "Submit training jobs, watch them, cancel them."
      case .studies: "Sets of jobs that answer one question, and their results."
      case .runs: "What jobs and other programs recorded, in experiments."
      case .recordings: "Points of metrics, step sizes, histograms."
      case .artifacts: "Files of runs."
      case .workers: "The protocol between workers and the service."
      case .service: "Health, events and this document."
      }
    }
  }

  /// What a request carries.
  struct Body {
    /// By media type.
    var content: [String: JSONValue]
    var isRequired = true

    static func json(_ schema: JSONValue, examples: [String: JSONValue] = [:]) -> Body {
      Body(content: ["application/json": Self.media(schema, examples)])
    }

    static func media(_ schema: JSONValue, _ examples: [String: JSONValue] = [:]) -> JSONValue {
      if examples.isEmpty { return ["schema": schema] }
      return [
        "schema": schema, "examples": .object(examples.mapValues { ["value": $0] }),
      ]
    }
  }

  /// A success.
  struct Answer {
    var status = 200
    var about: String
    /// By media type; empty for an answer without a body.
    var content: [String: JSONValue] = [:]
    /// By name.
    var headers: [String: JSONValue] = [:]
    /// Operations that take something of this answer as a parameter.
    var links: [String: JSONValue] = [:]

    static func json(
      _ schema: JSONValue, _ about: String, status: Int = 200, links: [String: JSONValue] = [:]
    ) -> Answer {
      Answer(
        status: status, about: about, content: ["application/json": ["schema": schema]],
        links: links)
    }

    /// One page of a list.
    static func page(_ schema: JSONValue, _ about: String) -> Answer {
      var answer = json(schema, about)
      answer.headers["Link"] = header("The next page, as rel=\"next\"; not on the last one.")
      return answer
    }

    static func created(
      _ schema: JSONValue, _ about: String, links: [String: JSONValue] = [:]
    ) -> Answer {
      var answer = json(schema, about, status: 201, links: links)
      answer.headers["Location"] = header("The path of what was made.")
      return answer
    }

    static func text(_ type: String, _ about: String) -> Answer {
      Answer(about: about, content: [type: ["schema": ["type": "string"]]])
    }

    static func nothing(_ about: String) -> Answer { Answer(status: 204, about: about) }

    static func header(_ about: String) -> JSONValue {
      ["description": .string(about), "schema": ["type": "string"]]
    }

    /// A link to an operation whose `{id}` is a member of this answer.
    static func link(to operation: String, id: String = "id") -> JSONValue {
      [
        "operationId": .string(operation),
        "parameters": ["id": .string("$response.body#/\(id)")],
      ]
    }
  }

  /// An error: its status, and when it is answered.
  struct Refusal {
    var status: Int
    var about: String

    static func notFound(_ what: String) -> Refusal {
      Refusal(status: 404, about: "There is no such \(what).")
    }

    static func conflict(_ about: String) -> Refusal { Refusal(status: 409, about: about) }

    static let otherVersion = Refusal(
      status: 412, about: "What is there is not the version that the request asks for.")

    static func invalid(_ about: String) -> Refusal { Refusal(status: 422, about: about) }
  }
}
