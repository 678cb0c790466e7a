import Client
import Foundation
import Glibc
import Training

/// Writes to a disk that may be full for a while: the job waits for room, says so in its
/// heartbeats, and goes on where it was.
package struct PatientDisk: Sendable {
  private let control: JobControl
  private let interval: Double

  /// - Parameter interval: seconds between tries.
  package init(control: JobControl, interval: Double = 0.5) {
    (self.control, self.interval) = (control, interval)
  }

  /// Repeats `write` until there is room for it, on the thread that trains. Throws what it throws
  /// otherwise, and also for a full disk when the job is to stop.
  package func untilThereIsRoom(_ write: () throws -> Void) throws {
    defer { control.paused = nil }
    while true {
      do {
        return try write()
      } catch  where Self.isFull(error) {
        if control.stopReason != nil { throw error }
        control.paused = "waits: the disk of the worker is full"
        Thread.sleep(forTimeInterval: interval)
      }
    }
  }

  /// The same in a task, whose thread others need meanwhile.
  package func waitingForRoom<Value>(_ write: () async throws -> Value) async throws -> Value {
    defer { control.paused = nil }
    while true {
      do {
        return try await write()
      } catch  where Self.isFull(error) {
        if control.stopReason != nil { throw error }
        control.paused = "waits: the disk of the worker is full"
        try await Task.sleep(for: .seconds(interval))
      }
    }
  }

  private static func isFull(_ error: any Error) -> Bool {
    switch error {
    case DataError.unwritable(_, let code): [ENOSPC, EDQUOT].contains(code)
    default: FileError(error)?.isOfRoom ?? false
    }
  }
}
