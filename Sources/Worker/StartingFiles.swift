import Client
import Experiments
import Foundation

/// The files that a job begins with, on this machine.
struct StartingFiles: Sendable {
  /// Weights to start a new training from.
  var weights: URL?
  /// The checkpoint of an earlier attempt to go on from.
  var checkpoint: URL?

  /// Downloads what the lease names.
  static func fetch(
    for lease: Lease, into folder: JobFolder, client: ServiceClient, call: ServiceCall
  ) async throws -> StartingFiles {
    var files = StartingFiles()
    if let run = lease.startRunId {
      files.weights = try await download(
        JobArtifact.finalCheckpoint, of: run, to: folder.inbox.appending(path: "start.safetensors"),
        client: client, call: call)
    } else if case .file(let path) = lease.job.spec.start {
      files.weights = URL(filePath: path)
    }
    if let path = lease.resumeFrom {
      let file = try await download(
        path, of: lease.job.runId, to: folder.inbox.appending(path: "resume.safetensors"),
        client: client, call: call)
      let checkpoint = folder.inbox.appending(path: "checkpoint")
      try CheckpointFile.unpack(file, into: checkpoint)
      files.checkpoint = checkpoint
    }
    return files
  }

  private static func download(
    _ path: String, of run: String, to file: URL, client: ServiceClient, call: ServiceCall
  ) async throws -> URL {
    try await call.untilAnswered("downloading \(path)") {
      try await client.download(run: run, path: path, to: file)
    }
    return file
  }
}
