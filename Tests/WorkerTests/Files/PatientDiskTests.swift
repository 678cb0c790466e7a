import Client
import Foundation
import Testing
import Training

import Worker

struct PatientDiskTests {
  let control = JobControl()
  let disk: PatientDisk

  init() {
    disk = PatientDisk(control: control, interval: 0)
  }

  @Test(
    "A full disk is waited for, and said to be",
    arguments: [
      DataError.unwritable(path: "x", code: ENOSPC), DataError.unwritable(path: "x", code: EDQUOT),
      ClientError.file(FileError(path: "x", code: EDQUOT, isOfReading: false)),
      CocoaError(.fileWriteOutOfSpace, userInfo: [NSUnderlyingErrorKey: POSIXError(.ENOSPC)]),
      POSIXError(.ENOSPC),
    ] as [any Error])
  func fullDisk(error: any Error) async throws {
    var tries = 0
    func write() throws {
      tries += 1
      #expect(tries == 1 || control.paused?.contains("the disk of the worker is full") == true)
      if tries < 3 { throw error }
    }
    try disk.untilThereIsRoom(write)
    #expect(tries == 3 && control.paused == nil)
    tries = 0
    try await disk.waitingForRoom(write)
    #expect(tries == 3 && control.paused == nil)
  }

  @Test("What room would not mend is thrown at once", arguments: [EACCES, EROFS, EIO])
  func otherFailures(code: Int32) async throws {
    let failure = DataError.unwritable(path: "x", code: code)
    #expect(throws: failure) { try disk.untilThereIsRoom { throw failure } }
    await #expect(throws: failure) { try await disk.waitingForRoom { throw failure } }
  }

  @Test func aJobThatIsToStopDoesNotWait() async throws {
    control.stop(.canceled)
    let failure = DataError.unwritable(path: "x", code: ENOSPC)
    #expect(throws: failure) { try disk.untilThereIsRoom { throw failure } }
    await #expect(throws: failure) { try await disk.waitingForRoom { throw failure } }
  }
}
