import Experiments
import Foundation
import HTTP
import HTTPTypes
import Store

/// Files of runs. Uploads go to disk as they arrive, downloads come from there.
struct ArtifactRoutes: Sendable {
  let artifacts: ArtifactStore

  func list(_ request: Request) throws -> Response {
    try QueryReader.read(request, QueryReader.wholeList)
    return try .json(Page(items: artifacts.list(run: request.pathParameters["id"])))
  }

  func download(_ request: Request) throws -> Response {
    let (run, path) = Self.place(request)
    let (artifact, file) = try artifacts.open(run: run, path: path) {
      try OpenFile(path: $0.path)
    }
    // A browser shows and runs nothing that a run left here.
    return try .file(
      file, type: ContentType.of(fileName: path), tag: Self.tag(artifact),
      modified: Self.modified(artifact),
      fields: [
        .contentDisposition: "attachment", .contentSecurityPolicy: "default-src 'none'; sandbox",
      ], for: request)
  }

  func upload(_ request: Request) throws -> any BodySink {
    let (run, path) = Self.place(request)
    // RFC 9110 14.5: a part must not be taken for the whole.
    guard request.headers[.contentRange] == nil else {
      throw HTTPError(.badRequest, "An artifact is stored whole: Content-Range is not taken.")
    }
    return try ArtifactUpload(
      sink: artifacts.create(
        run: run, path: path, lease: request.headers[.lease], if: Self.condition(request)))
  }

  func delete(_ request: Request) throws -> Response {
    let (run, path) = Self.place(request)
    try artifacts.delete(run: run, path: path, if: Self.condition(request))
    return .noContent
  }

  /// The preconditions of a request that changes an artifact (RFC 9110 13.1).
  private static func condition(_ request: Request) -> ArtifactStore.Condition {
    { current in
      try Precondition.require(
        request, tag: current.map(tag), modified: current.map(modified))
    }
  }

  private static func tag(_ artifact: Artifact) -> String { "\"\(artifact.sha256)\"" }

  private static func modified(_ artifact: Artifact) -> Int64 {
    Int64(artifact.createdAt.timeIntervalSince1970.rounded(.down))
  }

  private static func place(_ request: Request) -> (run: String, path: String) {
    (request.pathParameters["id"], request.pathParameters["path"])
  }
}
