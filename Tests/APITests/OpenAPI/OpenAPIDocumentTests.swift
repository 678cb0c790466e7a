import Experiments
import Foundation
import HTTP
import HTTPTypes
import Testing

import API

struct OpenAPIDocumentTests {
  /// What serves files or nothing, and is no part of the interface.
  private static let others = [
    "/", "/{path...}", "/vendor/chart.js", "/vendor/chart.js/{path...}", "/api/{path...}",
  ]

  private static func document() throws -> (OpenAPIDocument, routes: [Route]) {
    let routes = Service.routes(try ServiceFixture().parts).routes
    return (OpenAPIDocument(routes: routes), routes)
  }

  @Test("The document describes every route, and no other")
  func routes() throws {
    let (document, routes) = try Self.document()
    let table = routes.filter { !Self.others.contains("\($0.pattern)") }
    let served = Set(table.map { "\($0.method) \($0.pattern)" })
    let described = Set(document.operations.map { "\($0.method) \($0.path)" })
    #expect(served.subtracting(described) == [], "add these to Sources/API/OpenAPI")
    #expect(described.subtracting(served) == [], "these are no routes")
  }

  @Test("Every status that a route answers is among those the document gives it")
  func statuses() throws {
    let fixture = try ServiceFixture()
    let table = Service.routes(fixture.parts)
    let paths = OpenAPIDocument(routes: table.routes).tree["paths"]
    for row in RouteCase.all {
      let method = row.method == "HEAD" ? "GET" : row.method
      let target = fixture.fillIn(row.target).prefix { $0 != "?" }
      guard let method = HTTPRequest.Method(method),
        case .found(let route, _) = table.match(
          method, String(target).removingPercentEncoding ?? "")
      else { continue }
      let path = "\(route.pattern)".replacing("...}", with: "}")
      guard let operation = paths?[path]?[method.rawValue.lowercased()] else { continue }
      #expect(operation["responses"]?["\(row.status)"] != nil, "\(row)")
    }
  }

  @Test("Every property of every message is described, and nothing else")
  func properties() throws {
    let document = try Self.document().0
    #expect(document.undescribed == [], "add these to PropertyTexts")
    #expect(document.needless == [], "nothing has these")
    let spec = document.tree["components"]?["schemas"]?["JobSpec"]
    #expect(Self.undescribed(spec ?? nil, at: "") == [], "say what these are about")
  }

  /// The fields below a schema that have no line.
  private static func undescribed(_ schema: JSONValue?, at place: String) -> [String] {
    var found: [String] = []
    if case .object(let properties)? = schema?["properties"] {
      for (key, property) in properties {
        if property["description"] == nil { found.append("\(place)/\(key)") }
        found += undescribed(property, at: "\(place)/\(key)")
      }
    }
    if case .array(let alternatives)? = schema?["oneOf"] {
      found += alternatives.flatMap { undescribed($0, at: place) }
    }
    return found + (schema?["additionalProperties"].map { undescribed($0, at: "\(place)/*") } ?? [])
  }

  @Test(
    "The id in a path is that of what the path names",
    arguments: [
      ("/api/v1/jobs/{id}", Identifier.Kind.job), ("/api/v1/jobs/{id}/cancel", .job),
      ("/api/v1/studies/{id}", .study), ("/api/v1/runs/{id}/metrics.csv", .run),
    ])
  func kinds(_ path: String, _ kind: Identifier.Kind) throws {
    guard case .object(let operations)? = try Self.document().0.tree["paths"]?[path] else {
      Issue.record("there is no \(path)")
      return
    }
    for operation in operations.values {
      guard case .array(let parameters)? = operation["parameters"] else { continue }
      let id = parameters.first { $0["name"] == "id" }
      #expect(id?["schema"] == kind.schema)
    }
  }

  @Test("Every operation has an id of its own")
  func ids() throws {
    let document = try Self.document().0
    guard case .object(let paths)? = document.tree["paths"] else {
      Issue.record("there are no paths")
      return
    }
    let ids = paths.values.flatMap { path -> [JSONValue] in
      guard case .object(let operations) = path else { return [] }
      return operations.values.compactMap { $0["operationId"] }
    }
    #expect(Set(ids).count == ids.count)
    #expect(ids.count == document.operations.count)
  }
}
