import Foundation
import Store
import TestSupport
import Testing

@Suite struct DataFolderTests {
  @Test func aFolderHasOneHolderAtATime() throws {
    let parent = try Scratch.folder()
    defer { try? FileManager.default.removeItem(at: parent) }
    let url = parent.appending(path: "data")
    do {
      let folder = try DataFolder(url)
      let lock = url.appending(path: "lock").path
      #expect(
        throws: StoreError.folderInUse(
          path: lock, pid: Int(ProcessInfo.processInfo.processIdentifier))
      ) { try DataFolder(url) }
      #expect(FileManager.default.fileExists(atPath: folder.artifacts.path))
      #expect(FileManager.default.fileExists(atPath: DataFolder.workers(in: url).path))
    }
    _ = try DataFolder(url)
  }

  @Test func aNewFolderIsItsOwnersAloneAndOneThatIsThereStaysAsItIs() throws {
    let parent = try Scratch.folder()
    defer { try? FileManager.default.removeItem(at: parent) }
    func mode(_ url: URL) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
    }
    let made = parent.appending(path: "above/data")
    _ = try DataFolder(made)
    #expect(try mode(made) == 0o700)
    try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: made.path)
    _ = try DataFolder(made)
    #expect(try mode(made) == 0o750)
  }

  @Test func aLockThatCannotBeMadeIsTroubleOfWriting() throws {
    let url = try Scratch.folder()
    defer { try? FileManager.default.removeItem(at: url) }
    let lock = url.appending(path: "lock")
    try FileManager.default.createDirectory(at: lock, withIntermediateDirectories: false)
    #expect(throws: StoreError.file(operation: "create", path: lock.path, code: EISDIR)) {
      try DataFolder(url)
    }
  }
}
