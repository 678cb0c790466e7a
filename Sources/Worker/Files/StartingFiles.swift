import Client
import Digests
import Experiments
import Foundation
import Training

/// The files that a job begins with, on this machine.
struct StartingFiles: Sendable {
  /// Weights to start a new training from.
  var weights: URL?
  /// Weights of the teacher.
  var teacher: URL?
  /// The checkpoint of an earlier attempt to go on from.
  var checkpoint: URL?

  /// The step of that checkpoint.
  var step = 0
  /// What is to be said in the job's log.
  var remarks: [String] = []

  /// Downloads what the lease names. A checkpoint that is gone or damaged is passed over; that it
  /// cannot be had now is an error, as a job that began anew would soon replace it. Throws
  /// `.noWeights` if the lease names no run for weights that the spec asks for.
  static func fetch(
    from service: LeaseClient, into folder: JobFolder
  ) async throws -> StartingFiles {
    let lease = service.lease
    var files = StartingFiles()
    func weights(_ source: StartSpec?, run: String?, as name: String) async throws -> URL? {
      switch source {
      case nil, .random: return nil
      case .file(let path): return URL(filePath: path)
      case .job(let id), .run(let id):
        guard let run else { throw WorkerError.noWeights(of: id) }
        return try await download(
          JobArtifact.finalCheckpoint, of: run, to: folder.inbox.appending(path: name),
          from: service)
      }
    }
    let spec = lease.job.spec
    files.weights = try await weights(
      spec.start, run: lease.startRunId, as: "start.safetensors")
    files.teacher = try await weights(
      spec.distillation?.teacher, run: lease.teacherRunId, as: "teacher.safetensors")
    for artifact in lease.resumeFrom where files.checkpoint == nil {
      do {
        let file = try await download(
          artifact.path, of: lease.job.runId, to: folder.inbox.appending(path: artifact.sha256),
          from: service)
        try files.resume(from: file, artifact, in: folder)
      } catch  where isUnusable(error) {
        files.remarks.append("cannot use \(artifact.path): \(error.localizedDescription)")
      }
    }
    if !lease.resumeFrom.isEmpty, files.checkpoint == nil {
      files.remarks.append("begins anew: none of its checkpoints can be used")
    }
    return files
  }

  /// Whether an error tells that a checkpoint is not there any more or not what it should be.
  private static func isUnusable(_ error: any Error) -> Bool {
    switch error {
    case DataError.unwritable: false
    case is DataError, TrainingError.unusableCheckpoint: true
    case let error as ClientError: error.status == 404 || error.status == 410
    default: false
    }
  }

  /// Takes a checkpoint that is what the service was given and can be read.
  private mutating func resume(from file: URL, _ artifact: Artifact, in folder: JobFolder) throws {
    guard try SHA256.digest(of: file).hexadecimal == artifact.sha256 else {
      throw DataError.mismatch(
        path: artifact.path, what: "the SHA-256 of its content", expected: artifact.sha256,
        found: "another")
    }
    let unpacked = folder.inbox.appending(path: "from-\(artifact.sha256)")
    try FileManager.default.createDirectory(at: unpacked, withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: file, to: unpacked.appending(path: Checkpoint.fileName))
    step = try Checkpoint(folder: unpacked).state.step
    checkpoint = unpacked
    remarks.append("goes on from the checkpoint of step \(step), \(artifact.path)")
  }

  private static func download(
    _ path: String, of run: String, to file: URL, from service: LeaseClient
  ) async throws -> URL {
    try await PatientDisk(control: service.control).waitingForRoom {
      try await service.untilAnswered("downloading \(path)") {
        try await $0.download(run: run, path: path, to: file)
      }
    }
    return file
  }
}
