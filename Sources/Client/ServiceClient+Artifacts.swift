package import Experiments
package import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension ServiceClient {
  /// The header that carries a worker's lease where there is no JSON body to hold it.
  package static let leaseHeader = "Staircase-Lease"

  package func artifacts(run id: String) async throws -> [Artifact] {
    let page: Page<Artifact> = try await send(.get("runs", id, "artifacts"))
    return page.items
  }

  /// Writes an artifact to a file, which is whole once this returns and absent if it throws.
  package func download(run id: String, path: String, to file: URL) async throws {
    try await download(artifact(method: "GET", run: id, path: path), to: file)
  }

  /// Writes an answer to a file, which is whole once this returns and absent if it throws.
  func download(_ endpoint: Endpoint, to file: URL) async throws {
    let request = try endpoint.request(to: server, token: token)
    let (temporary, response) = try await reaching { try await session.download(for: request) }
    defer { try? FileManager.default.removeItem(at: temporary) }
    try check(response, Data(contentsOf: temporary))
    try Self.onDisk(file) {
      try? FileManager.default.removeItem(at: file)
      try FileManager.default.moveItem(at: temporary, to: file)
    }
  }

  /// Stores a file as an artifact in place of what had its path before. A job's own run takes it
  /// only from the holder of the job's lease.
  @discardableResult
  package func upload(
    file: URL, run id: String, path: String, lease: String? = nil
  ) async throws -> Artifact {
    var endpoint = artifact(method: "PUT", run: id, path: path)
    if let lease { endpoint.headers[Self.leaseHeader] = lease }
    endpoint.headers["Content-Type"] = "application/octet-stream"
    // An upload may take long; only silence ends it.
    endpoint.timeout = 120
    let request = try endpoint.request(to: server, token: token)
    try Self.onDisk(file) { _ = try FileHandle(forReadingFrom: file) }
    let (data, response) = try await reaching {
      try await session.upload(for: request, fromFile: file)
    }
    return try decode(data, status: try check(response, data))
  }

  package func delete(artifact path: String, run id: String) async throws {
    try await send(artifact(method: "DELETE", run: id, path: path))
  }

  private func artifact(method: String, run id: String, path: String) -> Endpoint {
    let parts = path.split(separator: "/").map(String.init)
    return Endpoint(method: method, path: ["runs", id, "artifacts"] + parts)
  }

  private static func onDisk(_ file: URL, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch CocoaError.fileWriteOutOfSpace {
      throw ClientError.diskFull(path: file.path)
    } catch {
      let reason = FileFault(error)?.reason ?? error.localizedDescription
      throw ClientError.file(path: file.path, reason: reason)
    }
  }
}
