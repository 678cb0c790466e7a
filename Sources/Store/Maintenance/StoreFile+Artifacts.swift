import Digests
package import Foundation
import GRDB

extension StoreFile {
  /// A file below the folder of artifacts.
  private struct Content: Hashable {
    var run: String
    var name: String

    var path: String { "\(run)/\(name)" }
  }

  private struct Artifact {
    var path: String
    var bytes: Int
  }

  /// No file is an orphan before this many seconds: it may be uploaded still, or have its name and
  /// wait for its row.
  private static let patience = 3600.0

  /// Compares the files of artifacts with their rows. What seems wrong is looked at again: a
  /// service may be about to put it right.
  func files(_ folder: URL, content: Bool) throws -> [StoreFinding] {
    let first = try differences(folder, content: content)
    if first.isEmpty { return [] }
    let again = Set(try differences(folder, content: content))
    return first.filter(again.contains)
  }

  /// Removes the files that no artifact refers to. Returns how many there were, and their bytes.
  package func removeOrphans(in folder: URL) throws -> (files: Int, bytes: Int) {
    var removed = (files: 0, bytes: 0)
    for finding in try files(folder, content: false) where finding.kind == .orphanFile {
      let file = folder.appending(path: finding.place)
      let bytes = try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize
      // Meanwhile the same content may have been stored: a service renames its file to this name.
      guard Self.isOld(file), (try? FileManager.default.removeItem(at: file)) != nil else {
        continue
      }
      removed = (removed.files + 1, removed.bytes + (bytes ?? 0))
      // Only an empty folder goes.
      rmdir(file.deletingLastPathComponent().path)
    }
    return removed
  }

  private func differences(_ folder: URL, content: Bool) throws -> [StoreFinding] {
    // Files first: one that gets its row meanwhile is then in both lists.
    let files = try Self.files(in: folder)
    let artifacts = try artifacts()
    let orphans = files.subtracting(artifacts.keys).sorted { $0.path < $1.path }
      .filter { Self.isOld(folder.appending(path: $0.path)) }
      .map { StoreFinding(.orphanFile, $0.path, "no artifact refers to it") }
    let broken = try artifacts.sorted { $0.key.path < $1.key.path }.compactMap {
      try Self.finding($0.key, $0.value, in: folder, content: content)
    }
    return broken + orphans
  }

  private static func finding(
    _ file: Content, _ artifact: Artifact, in folder: URL, content: Bool
  ) throws -> StoreFinding? {
    let url = folder.appending(path: file.path)
    guard let handle = try? FileHandle(forReadingFrom: url) else {
      return StoreFinding(.missingFile, file.path, "artifact \(artifact.path) has no file")
    }
    defer { try? handle.close() }
    let bytes = Int(try handle.seekToEnd())
    if bytes != artifact.bytes {
      return StoreFinding(
        .changedFile, file.path, "\(artifact.path) has \(bytes) bytes, not \(artifact.bytes)")
    }
    guard content else { return nil }
    return try SHA256.digest(of: url).hexadecimal == file.name
      ? nil
      : StoreFinding(.changedFile, file.path, "\(artifact.path) has other bytes than it was given")
  }

  private func artifacts() throws -> [Content: Artifact] {
    let rows = try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT runs.id, artifacts.sha256, artifacts.path, artifacts.bytes
          FROM artifacts JOIN runs ON runs.key = artifacts.run
          """)
    }
    return Dictionary(
      rows.map { row in
        let content = Content(run: row["id"], name: row["sha256"])
        return (content, Artifact(path: row["path"], bytes: row["bytes"]))
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func files(in folder: URL) throws -> Set<Content> {
    let manager = FileManager.default
    guard manager.fileExists(atPath: folder.path) else { return [] }
    var files: Set<Content> = []
    for run in try manager.contentsOfDirectory(atPath: folder.path) {
      let names = try? manager.contentsOfDirectory(atPath: folder.appending(path: run).path)
      for name in names ?? [] { files.insert(Content(run: run, name: name)) }
    }
    return files
  }

  private static func isOld(_ file: URL) -> Bool {
    let date = try? file.resourceValues(forKeys: [.contentModificationDateKey])
      .contentModificationDate
    return date.map { -$0.timeIntervalSinceNow > patience } ?? false
  }
}
