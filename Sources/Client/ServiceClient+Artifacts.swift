package import Experiments
package import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension ServiceClient {
  /// The header that carries a worker's lease where there is no JSON body to hold it.
  private static let leaseHeader = "Staircase-Lease"

  package func artifacts(run id: String) async throws -> [Artifact] {
    let page: Page<Artifact> = try await send(.get("runs", id, "artifacts"))
    return page.items
  }

  /// Writes an artifact to a file, which is whole once this returns.
  package func download(run id: String, path: String, to file: URL) async throws {
    try await download(artifact(method: "GET", run: id, path: path), to: file)
  }

  /// Writes an answer to a file, which is whole once this returns; what was there before stays if
  /// it throws.
  func download(_ endpoint: Endpoint, to file: URL) async throws {
    // Beside it, where there must be room for it anyway.
    let part = file.deletingLastPathComponent().appending(path: ".\(UUID().uuidString).part")
    defer { try? FileManager.default.removeItem(at: part) }
    let handle = try Self.onDisk(file) {
      try Data().write(to: part)
      return try FileHandle(forWritingTo: part)
    }
    for try await piece in pieces(endpoint) {
      try Self.onDisk(file) { try handle.write(contentsOf: piece) }
    }
    // A canceled task is handed no more pieces, and no error.
    try Task.checkCancellation()
    try Self.onDisk(file) {
      try handle.close()
      guard rename(part.path, file.path) == 0 else {
        throw FileError(path: file.path, code: errno, isOfReading: false)
      }
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
    _ = try Self.onDisk(file) { try FileHandle(forReadingFrom: file) }
    let (data, response) = try await reaching {
      try await session.upload(for: request, fromFile: file)
    }
    return try decode(data, status: try check(response, data))
  }

  package func delete(artifact path: String, run id: String) async throws {
    try await send(artifact(method: "DELETE", run: id, path: path))
  }

  private func artifact(method: String, run id: String, path: String) -> Endpoint {
    // A combining mark makes one character with the / before it.
    let parts = path.unicodeScalars.split(separator: "/").map(String.init)
    return Endpoint(method: method, path: ["runs", id, "artifacts"] + parts)
  }

  /// Throws what the file system says as `ClientError.file`, of `file`.
  private static func onDisk<Value>(_ file: URL, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      guard var failed = FileError(error) else { throw error }
      failed.path = file.path
      throw ClientError.file(failed)
    }
  }
}
