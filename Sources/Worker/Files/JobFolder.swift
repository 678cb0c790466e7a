import Experiments
import Foundation

/// Where a job keeps its files on the worker's machine while it runs.
struct JobFolder: Sendable {
  private let root: URL

  /// Makes an empty folder for one attempt at a job.
  init(in workFolder: URL, lease: Lease) throws {
    root = workFolder.appending(path: "\(lease.job.id)-\(lease.attempt)")
    try? FileManager.default.removeItem(at: root)
    for folder in [training, outbox, inbox] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }

  /// Records that the service does not have yet.
  var spool: URL { root.appending(path: "spool.ndjson") }
  /// The engine's own.
  var training: URL { root.appending(path: "training") }
  /// Files to upload.
  var outbox: URL { root.appending(path: "outbox") }
  /// What was downloaded to start from.
  var inbox: URL { root.appending(path: "inbox") }

  func remove() {
    try? FileManager.default.removeItem(at: root)
  }
}
