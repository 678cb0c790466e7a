import Foundation
import TestSupport
import Testing
import Training

@Suite struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func partsFollowEachOtherAndReplaceWhatWasThere() throws {
    let file = try folder.write([UInt8](repeating: 1, count: 100), as: "x")
    try AtomicFile.write([Data([1, 2]), Data(), Data([3])], to: file)
    #expect(try Data(contentsOf: file) == Data([1, 2, 3]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["x"])
  }

  @Test func aReaderKeepsTheOldFile() throws {
    let file = try folder.write([1], as: "x")
    let reader = try FileHandle(forReadingFrom: file)
    try AtomicFile.write([Data([2])], to: file)
    #expect(try reader.readToEnd() == Data([1]))
  }

  @Test func failureLeavesTheOldFileAlone() throws {
    // A folder cannot be replaced by a file.
    try folder.write([1], as: "x/y")
    let file = folder.url.appending(path: "x")
    let error = #expect(throws: DataError.unwritable(path: file.path, code: EISDIR)) {
      try AtomicFile.write([Data([2])], to: file)
    }
    #expect("\(error, default: "")" == "\(file.path): Is a directory")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["x"])
  }
}
