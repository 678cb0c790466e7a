import Experiments
import Foundation
import Training

/// The way from a training to the service: records first, checkpoints after them.
struct JobDelivery: Sendable {
  let disk: PatientDisk
  private let spool: RecordSpool
  let records: RecordDelivery
  let outbox: ArtifactOutbox

  init(folder: JobFolder, service: LeaseClient, interval: Duration) throws {
    disk = PatientDisk(control: service.control)
    spool = try RecordSpool(file: folder.spool)
    records = RecordDelivery(spool: spool, service: service, interval: interval)
    outbox = ArtifactOutbox(delivery: records, service: service)
  }

  /// Adds records to those that are to be sent, on the thread that trains. Throws what the service
  /// refused before: nobody would see what follows.
  func append(_ records: SpooledRecords) throws {
    try check()
    try disk.untilThereIsRoom { try spool.append(records) }
  }

  /// Throws what keeps records or files from the service, if something does.
  func check() throws {
    if let failure = records.failure ?? outbox.failure { throw failure }
  }

  /// Adds a line to the job's log.
  func log(_ text: String) async throws {
    let line = SpooledRecords(.log(text), time: Date())
    try await disk.waitingForRoom { try spool.append(line) }
  }

  /// Uploads what is to be trained, as JSON.
  func post(_ spec: JobSpec, from folder: JobFolder) async throws {
    let file = folder.outbox.appending(path: "spec.json")
    let json = try JSONCoding.encoder(pretty: true).encode(spec)
    try await disk.waitingForRoom { try json.write(to: file) }
    outbox.post(ArtifactOutbox.Parcel(file: file, path: JobArtifact.spec))
  }

  /// Returns once all that was recorded and every checkpoint is stored by the service.
  func flush() async throws {
    try await records.flush()
    try await outbox.flush()
  }
}
