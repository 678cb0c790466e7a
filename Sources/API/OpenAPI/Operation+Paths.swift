import Experiments

extension Operation {
  /// The parameters in the path, by the kind of thing that it names.
  var pathParameters: [JSONValue] {
    path.split(separator: "/").compactMap { part in
      guard part.hasPrefix("{") else { return nil }
      if part == "{path...}" { return Self.artifactPath }
      return id(on: path)
    }
  }

  private func id(on path: String) -> JSONValue {
    if path.hasPrefix("/api/v1/jobs/") {
      return Self.parameter("id", "The job.", Identifier.Kind.job.schema)
    }
    if path.hasPrefix("/api/v1/experiments/") {
      let schema: JSONValue = ["type": "integer", "minimum": 0, "maximum": .integer(.max)]
      return Self.parameter("id", "The experiment; 0 is \"Default\".", schema)
    }
    if path.hasPrefix("/api/v1/workers/") {
      // What a path can name.
      let schema: JSONValue = [
        "type": "string", "maxLength": 200,
        "pattern": "^(?!\\.{1,2}$)[^/\\\\\\x00-\\x1f\\x7f-\\x9f]+$",
      ]
      return Self.parameter("id", "The worker.", schema)
    }
    return Self.parameter("id", "The run.", Identifier.Kind.run.schema)
  }

  /// One part; more of them may follow, each after a `/`.
  private static let artifactPath = parameter(
    "path",
    "The artifact's path: parts of printable characters with `/` between them, no part `.` or `..`.",
    [
      "type": "string", "maxLength": 500, "examples": ["notes.txt"],
      "pattern": "^(?!\\.{1,2}$)[^/\\\\\\x00-\\x1f\\x7f-\\x9f]+$",
    ])

  private static func parameter(
    _ name: String, _ about: String, _ schema: JSONValue
  ) -> JSONValue {
    [
      "name": .string(name), "in": "path", "required": true, "description": .string(about),
      "schema": schema,
    ]
  }

  static func header(_ name: String, _ about: String, _ schema: JSONValue) -> JSONValue {
    [
      "name": .string(name), "in": "header", "description": .string(about), "schema": schema,
    ]
  }
}
