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
    let (artifact, file) = try artifacts.find(run: run, path: path)
    guard let open = OpenFile(path: file.path) else {
      throw StoreError.artifactMissing(path: artifact.path)
    }
    // A browser shows and runs nothing that a run left here.
    return .file(
      open, type: ContentType.of(fileName: path), tag: "\"\(artifact.sha256)\"",
      fields: [
        .contentDisposition: "attachment", .contentSecurityPolicy: "default-src 'none'; sandbox",
        .cacheControl: "no-cache",
      ], for: request)
  }

  func upload(_ request: Request) throws -> any BodySink {
    let (run, path) = Self.place(request)
    return try ArtifactUpload(
      sink: artifacts.create(run: run, path: path, lease: request.headers[.lease]))
  }

  func delete(_ request: Request) throws -> Response {
    let (run, path) = Self.place(request)
    try artifacts.delete(run: run, path: path)
    return .noContent
  }

  private static func place(_ request: Request) -> (run: String, path: String) {
    (request.pathParameters["id"], request.pathParameters["path"])
  }
}
