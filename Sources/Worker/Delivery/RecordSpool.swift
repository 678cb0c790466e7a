import Experiments
package import Foundation
import Synchronization

/// What a job recorded and the service has not yet acknowledged: a file that grows at its end, and
/// is emptied now and then when the service has all of it.
///
/// The thread that trains appends; one reader takes numbered batches off the front. A batch keeps
/// its number and its content until it is acknowledged, so that sending it twice is storing it
/// once. Only positions are held in memory, however long the service is away.
package final class RecordSpool: Sendable {
  private struct State {
    /// Bytes that were taken out of the file.
    var dropped: UInt64 = 0
    /// Bytes appended so far, like all positions here.
    var end: UInt64 = 0
    /// Bytes that the service has.
    var acknowledged: UInt64 = 0
    /// The batch on its way: its number stays, and its bytes, until it is acknowledged.
    var sequence = 0
    var pendingEnd: UInt64?
  }

  /// A numbered stretch of the spool.
  package struct Batch: Sendable {
    package var sequence: Int
    package var records: SpooledRecords
  }

  private let file: URL
  private let handle: FileHandle
  private let batchBytes: Int
  private let state = Mutex(State())

  /// Starts an empty spool in `file`.
  ///
  /// - Parameter batchBytes: a batch holds no more bytes than this, but at least one line.
  package init(file: URL, batchBytes: Int = 1 << 20) throws {
    (self.file, self.batchBytes) = (file, batchBytes)
    try Data().write(to: file)
    handle = try FileHandle(forUpdating: file)
  }

  /// Appends records. Throws if the disk takes no more; then nothing was appended.
  package func append(_ records: SpooledRecords) throws {
    var line = try JSONCoding.encoder().encode(records)
    line.append(0x0A)
    try state.withLock { state in
      try handle.seek(toOffset: state.end - state.dropped)
      do {
        try handle.write(contentsOf: line)
      } catch {
        try? handle.truncate(atOffset: state.end - state.dropped)
        throw error
      }
      state.end += UInt64(line.count)
    }
  }

  /// How far the spool reaches now; `acknowledged` gets there once all of it is delivered.
  package var position: UInt64 { state.withLock { $0.end } }

  package var acknowledged: UInt64 { state.withLock { $0.acknowledged } }

  /// The batch to send now, the same one until it is acknowledged; nil if there is nothing to send.
  /// Throws `WorkerError.damagedSpool` if the file no longer holds what was appended.
  package func nextBatch() throws -> Batch? {
    let (sequence, bytes) = try state.withLock { state in
      let end = try state.pendingEnd ?? nextEnd(state)
      let count = Int(end - state.acknowledged)
      if count == 0 { return (state.sequence, Data()) }
      state.pendingEnd = end
      try handle.seek(toOffset: state.acknowledged - state.dropped)
      guard let bytes = try handle.read(upToCount: count), bytes.count == count else {
        throw WorkerError.damagedSpool(path: file.path)
      }
      return (state.sequence, bytes)
    }
    if bytes.isEmpty { return nil }
    // Not under the lock: the thread that trains waits for nothing but the file.
    var records = SpooledRecords()
    let decoder = JSONCoding.decoder()
    for line in bytes.split(separator: 0x0A) {
      guard let spooled = try? decoder.decode(SpooledRecords.self, from: line) else {
        throw WorkerError.damagedSpool(path: file.path)
      }
      records.append(spooled)
    }
    return Batch(sequence: sequence, records: records)
  }

  /// The service has stored the batch that is on its way.
  package func acknowledge() {
    state.withLock { state in
      guard let end = state.pendingEnd else { return }
      state.acknowledged = end
      state.pendingEnd = nil
      state.sequence += 1
      // Room on the disk, once it is worth a call.
      if end == state.end, end - state.dropped > UInt64(batchBytes),
        (try? handle.truncate(atOffset: 0)) != nil
      {
        state.dropped = end
      }
    }
  }

  /// Where the next batch ends: whole lines, as many as fit, but at least one.
  private func nextEnd(_ state: State) throws -> UInt64 {
    let start = state.acknowledged
    if state.end - start <= UInt64(batchBytes) { return state.end }
    try handle.seek(toOffset: start - state.dropped)
    var position = start
    while let chunk = try handle.read(upToCount: batchBytes), !chunk.isEmpty {
      let newline = position == start ? chunk.lastIndex(of: 0x0A) : chunk.firstIndex(of: 0x0A)
      if let newline { return position + UInt64(newline - chunk.startIndex) + 1 }
      position += UInt64(chunk.count)
    }
    return state.end
  }
}
