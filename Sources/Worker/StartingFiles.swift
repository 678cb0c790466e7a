import Client
import Experiments
import Foundation
import Training

/// The files that a job begins with, on this machine.
struct StartingFiles: Sendable {
  /// Weights to start a new training from.
  var weights: URL?
  /// The checkpoint of an earlier attempt to go on from.
  var checkpoint: URL?

  /// The step of that checkpoint.
  var step = 0
  /// What is to be said in the job's log.
  var remark: String?

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
      files.resume(from: try CheckpointFile.unpack(file, into: folder.checkpoint))
    }
    return files
  }

  /// A checkpoint that is damaged is no reason to give the job up: it begins anew.
  private mutating func resume(from checkpoint: URL) {
    do {
      step = try Checkpoint(folder: checkpoint).state.step
      self.checkpoint = checkpoint
      remark = "goes on from the checkpoint of step \(step)"
    } catch {
      remark = "begins anew: its checkpoint cannot be used: \(Completion.reason(error))"
    }
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
