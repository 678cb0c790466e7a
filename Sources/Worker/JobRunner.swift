import Client
import Experiments
import Foundation
import Logging
import Training

/// Runs one job under one lease: prepare, train, deliver, complete.
///
/// Beside the thread that trains, one task renews the lease and one delivers records; checkpoints
/// follow their records. All of them go on while the service is away.
struct JobRunner: Sendable {
  let service: LeaseClient
  let configuration: WorkerConfiguration

  private var lease: Lease { service.lease }
  private var job: Job { lease.job }
  private var control: JobControl { service.control }
  private var logger: Logger { service.logger }

  /// Runs the job to its end, whatever that is. The end is logged and told to the service.
  func run() async {
    logger.info("job \(job.id) (\(job.name)): attempt \(lease.attempt)")
    let heartbeat = HeartbeatLoop(service: service)
    let heartbeats = Task { await heartbeat.run() }
    defer { heartbeats.cancel() }
    do {
      let completion = try await completion()
      // The job's last progress, which a completion does not carry.
      await heartbeat.beat()
      try await service.untilAnswered("completing the job") {
        try await $0.complete(job: job.id, completion)
      }
      logger.info("job \(job.id): \(completion.outcome.rawValue) \(completion.reason ?? "")")
    } catch is LeaseLost {
      logger.notice("job \(job.id): its lease is lost; leaving it")
    } catch {
      logger.error("job \(job.id): the service did not take its end: \(error)")
    }
  }

  /// Trains and says how that ended. Throws `LeaseLost`.
  private func completion() async throws -> Completion {
    do {
      let (folder, delivery) = try await preparing {
        try await PatientDisk(control: control).waitingForRoom(open)
      }
      defer { folder.remove() }
      let deliveries = Task { await delivery.records.run() }
      defer { deliveries.cancel() }
      do {
        return try await train(folder, delivery)
      } catch  where control.stopReason != .leaseLost {
        // What led to a failure is worth most, and more than what keeps it from the service.
        try? await delivery.log("failed: \(error.localizedDescription)")
        try? await delivery.flush()
        throw error
      }
    } catch {
      if control.stopReason == .leaseLost { throw LeaseLost() }
      if case WorkerError.disk = error { control.isUnfit = true }
      return Completion(
        failure: error, lease: lease.token, workerIsToEnd: control.stopReason == .shutdown)
    }
  }

  /// Does what comes before training. A disk that fails then is this machine's own trouble, and
  /// says nothing of the job: throws `WorkerError.disk`.
  private func preparing<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch {
      throw FileError(error, path: configuration.workFolder.path).map(WorkerError.disk) ?? error
    }
  }

  private func open() throws -> (JobFolder, JobDelivery) {
    let folder = try JobFolder(in: configuration.workFolder, lease: lease)
    do {
      let delivery = try JobDelivery(
        folder: folder, service: service, interval: configuration.deliveryInterval)
      return (folder, delivery)
    } catch {
      folder.remove()
      throw error
    }
  }

  /// Says in the job's log how it begins, and gets the files that it begins with.
  private func begin(_ folder: JobFolder, _ delivery: JobDelivery) async throws -> StartingFiles {
    try await delivery.log(
      "attempt \(lease.attempt) on \(configuration.id), "
        + InstructionSet.machineDescription(threads: configuration.threads))
    for line in try job.spec.fieldsWithoutEffect { try await delivery.log("warning: \(line)") }
    try await delivery.post(job.spec, from: folder)
    let start = try await StartingFiles.fetch(from: service, into: folder)
    control.resumedFromStep = start.step
    for remark in start.remarks { try await delivery.log(remark) }
    return start
  }

  private func train(_ folder: JobFolder, _ delivery: JobDelivery) async throws -> Completion {
    let start = try await preparing { try await begin(folder, delivery) }
    let observer = JobObserver(delivery: delivery, control: control, folder: folder.outbox)
    let training = TrainingConfiguration(
      job.spec, start: start.weights, teacher: start.teacher, threads: configuration.threads)
    let result = try await TrainingThread.run {
      let loop = try TrainingLoop(
        configuration: training, workFolder: folder.training, observer: observer)
      let result = try loop.run(resumingFrom: start.checkpoint)
      try observer.end(result)
      return result
    }
    if result.outcome == .completed {
      try await delivery.flush()
      return Completion(lease: lease.token, outcome: .succeeded)
    }
    try await delivery.log("stopped after step \(result.step)")
    try await delivery.flush()
    return Completion(
      lease: lease.token, outcome: .canceled,
      reason: control.stopReason == .canceled ? nil : "the worker was told to end")
  }
}
