import Experiments

/// Where an operation is: a path of the route table, and what the `{id}` in it names.
package struct OperationPath: CustomStringConvertible {
  /// As the route table writes it; `{path...}` is one or more parts of a path.
  package let description: String
  /// Of the path, as OpenAPI writes them.
  let parameters: [JSONValue]

  /// `{path...}` of the route table is `{path}` in a document.
  var documented: String { description.replacing("...}", with: "}") }

  private init(_ path: String, _ parameters: [JSONValue]) {
    (description, self.parameters) = (path, parameters)
  }

  /// A path without parameters.
  static func at(_ path: String) -> OperationPath {
    precondition(!path.contains("{"), "\(path): say what it names")
    return OperationPath(path, [])
  }

  static func job(_ rest: String = "") -> OperationPath {
    OperationPath("/api/v1/jobs/{id}" + rest, [id("The job.", Identifier.Kind.job.schema)])
  }

  static func study(_ rest: String = "") -> OperationPath {
    OperationPath("/api/v1/studies/{id}" + rest, [id("The study.", Identifier.Kind.study.schema)])
  }

  static func run(_ rest: String = "") -> OperationPath {
    OperationPath("/api/v1/runs/{id}" + rest, [id("The run.", Identifier.Kind.run.schema)])
  }

  static func worker(_ rest: String) -> OperationPath {
    OperationPath("/api/v1/workers/{id}" + rest, [id("The worker.", Identifier.workerSchema)])
  }

  static var experiment: OperationPath {
    let schema: JSONValue = ["type": "integer", "minimum": 0, "maximum": .integer(.max)]
    return OperationPath(
      "/api/v1/experiments/{id}", [id("The experiment; 0 is \"Default\".", schema)])
  }

  static var artifact: OperationPath {
    let run = run("/artifacts/{path...}")
    return OperationPath(run.description, run.parameters + [artifactPath])
  }

  /// One part; more of them may follow, each after a `/`.
  private static let artifactPath = parameter(
    "path",
    """
    The artifact's path: parts of printable characters, each of at most 255 bytes, with `/` between \
    them, no part `.` or `..`, 500 characters at most.
    """,
    [
      "type": "string", "maxLength": 255, "examples": ["notes.txt"],
      "pattern": "^(?!\\.{1,2}$)[^/\\\\\\x00-\\x1f\\x7f-\\x9f]+$",
    ])

  private static func id(_ about: String, _ schema: JSONValue) -> JSONValue {
    parameter("id", about, schema)
  }

  private static func parameter(
    _ name: String, _ about: String, _ schema: JSONValue
  ) -> JSONValue {
    [
      "name": .string(name), "in": "path", "required": true, "description": .string(about),
      "schema": schema,
    ]
  }
}
