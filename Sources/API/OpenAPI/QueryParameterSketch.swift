import Experiments

/// The parameters of a query string as OpenAPI writes them, drawn by the calls that read them.
final class QueryParameterSketch {
  private(set) var parameters: [JSONValue] = []

  func add(_ name: String, _ schema: JSONValue, about: String, style: [String: JSONValue] = [:]) {
    let parameter: JSONValue = [
      "name": .string(name), "in": "query", "description": .string(about), "schema": schema,
    ]
    parameters.append(parameter.adding(style))
  }
}
