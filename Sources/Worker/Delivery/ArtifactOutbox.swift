import Client
import Experiments
import Foundation
import Synchronization

/// Uploads the files of a run beside training: checkpoints above all, each after the records that
/// led to it.
///
/// A later one of the same name replaces one that still waits: only the last one counts.
final class ArtifactOutbox: Sendable {
  /// A file that the service does not take.
  struct UploadFailure: LocalizedError {
    var path: String
    var error: ClientError

    var errorDescription: String? { "cannot upload \(path): \(error.description)" }
  }

  /// A file that waits for its upload, and is removed after it.
  struct Parcel: Sendable {
    var file: URL
    /// Its path among the run's artifacts.
    var path: String
  }

  private struct State {
    var parcels: [Parcel] = []
    var isSending = false
    var waiting: [CheckedContinuation<Void, Never>] = []
    var failure: (any Error)?
  }

  private let delivery: RecordDelivery
  private let service: LeaseClient
  private let state = Mutex(State())

  init(delivery: RecordDelivery, service: LeaseClient) {
    (self.delivery, self.service) = (delivery, service)
  }

  /// Why no more files are taken; nil while all is well.
  var failure: (any Error)? { state.withLock { $0.failure } }

  /// Takes a file, which is removed once it is uploaded or replaced.
  func post(_ parcel: Parcel) {
    let (replaced, mustSend) = state.withLock { state -> ([Parcel], Bool) in
      let replaced = state.parcels.filter { $0.path == parcel.path }
      state.parcels.removeAll { $0.path == parcel.path }
      state.parcels.append(parcel)
      defer { state.isSending = true }
      return (replaced, !state.isSending)
    }
    replaced.forEach(remove)
    if mustSend { Task { await send() } }
  }

  /// Returns once everything posted before this call is stored. Throws if one cannot be.
  func flush() async throws {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.isSending { state.waiting.append(continuation) }
        return !state.isSending
      }
      if isIdle { continuation.resume() }
    }
    if let failure { throw failure }
  }

  private func send() async {
    while let parcel = next() {
      do {
        // A job that resumes from a checkpoint does not record again what led to it.
        try await delivery.flush()
        try await upload(parcel)
      } catch {
        state.withLock { $0.failure = error }
      }
      remove(parcel)
    }
  }

  private func upload(_ parcel: Parcel) async throws {
    do {
      try await service.untilAnswered("uploading \(parcel.path)") { [lease = service.lease] in
        _ = try await $0.upload(
          file: parcel.file, run: lease.job.runId, path: parcel.path, lease: lease.token)
      }
    } catch let error as ClientError {
      throw UploadFailure(path: parcel.path, error: error)
    }
  }

  /// The parcel to send now. With none left, or after a failure, sending ends here.
  private func next() -> Parcel? {
    let (parcel, dropped, waiting) = state.withLock {
      state -> (Parcel?, [Parcel], [CheckedContinuation<Void, Never>]) in
      if state.failure == nil, !state.parcels.isEmpty {
        return (state.parcels.removeFirst(), [], [])
      }
      state.isSending = false
      defer { (state.parcels, state.waiting) = ([], []) }
      return (nil, state.parcels, state.waiting)
    }
    dropped.forEach(remove)
    for waiter in waiting { waiter.resume() }
    return parcel
  }

  private func remove(_ parcel: Parcel) {
    try? FileManager.default.removeItem(at: parcel.file)
  }
}
