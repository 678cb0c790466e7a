package import Experiments
package import Foundation
import Glibc
import Synchronization

/// The files that runs keep: their bytes in a folder, their names in the database.
///
/// A file is named by its content, `<run id>/<sha256>`, and the database says which path has which
/// content. So a path goes from one content to the next in one commit: a crash leaves the old one
/// or the new one, at worst with a file that nothing refers to.
package final class ArtifactStore: Sendable {
  /// Throws if an artifact may not take the place of this one, nil for none, or this one not be
  /// removed.
  package typealias Condition = @Sendable (Artifact?) throws -> Void

  private let folder: URL
  private let store: Store
  private let clock: @Sendable () -> Date
  /// Held while a file gets its name and its row, or loses them: who removes an unused content
  /// must not meet one who is about to use it.
  private let naming = Mutex(())

  package init(
    folder: URL, store: Store, clock: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.folder = folder
    self.store = store
    self.clock = clock
  }

  /// A sink for the content of an artifact, new or in place of the one that has this path.
  ///
  /// - Parameters:
  ///   - lease: the token of the worker that trains the run's job. Only with it are the checkpoints
  ///     of a job that is running replaced.
  ///   - condition: asked now, and again when the content is there.
  package func create(
    run id: String, path: String, lease: String? = nil, if condition: @escaping Condition = { _ in }
  ) throws -> ArtifactSink {
    try ArtifactPath.check(path)
    try store.read { snapshot in
      let key = try snapshot.activeRunKey(id: id)
      let old = try snapshot.artifact(run: key, path: path)
      try condition(old)
      if old == nil { try snapshot.checkPlace(of: path, run: key) }
    }
    let file = try DurableFile(in: folder(of: id))
    return ArtifactSink(file: file) { [self] bytes, sha256 in
      let artifact = Artifact(path: path, bytes: bytes, sha256: sha256, createdAt: clock())
      try file.sync()
      return try naming.withLock { _ in
        try publish(file, as: sha256, run: id)
        do {
          let (isReplacement, unused) = try store.write {
            try $0.put(artifact, run: id, lease: lease, if: condition)
          }
          if let unused { remove(unused, run: id) }
          return (artifact, isReplacement)
        } catch {
          remove(sha256, run: id)
          throw error
        }
      }
    }
  }

  /// Throws `.notFound` or `.runDeleted` if the run is gone, and its folder with it.
  private func publish(_ file: DurableFile, as sha256: String, run id: String) throws {
    do {
      try file.publish(as: sha256)
    } catch StoreError.file(let operation, let path, ENOENT) {
      try store.read(run: id) { _ in }
      throw StoreError.file(operation: operation, path: path, code: ENOENT)
    }
  }

  /// The folder of a run, made if it is new.
  private func folder(of run: String) throws -> URL {
    let runFolder = folder.appending(path: run, directoryHint: .isDirectory)
    if FileManager.default.fileExists(atPath: runFolder.path) { return runFolder }
    do {
      try FileManager.default.createDirectory(at: runFolder, withIntermediateDirectories: true)
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw StoreError.file(
        operation: "mkdir", path: runFolder.path, code: cause.map { Int32($0.code) } ?? EIO)
    }
    try DurableFile.sync(folder: folder)
    return runFolder
  }

  /// An artifact, and the file with its content as `opened`: that stays readable while it is open,
  /// though the artifact be replaced. Where `opened` returns nil because it was replaced just
  /// before, the other content is opened. Throws `.artifactMissing` if the file is gone.
  package func open<File>(
    run id: String, path: String, opened: (URL) throws -> File?
  ) throws -> (artifact: Artifact, file: File) {
    var missing: String?
    while true {
      let (artifact, url) = try find(run: id, path: path)
      if let file = try opened(url) { return (artifact, file) }
      if artifact.sha256 == missing { throw StoreError.artifactMissing(path: artifact.path) }
      missing = artifact.sha256
    }
  }

  /// An artifact and where the file with its content is, until it is replaced.
  package func find(run id: String, path: String) throws -> (artifact: Artifact, file: URL) {
    let artifact = try store.read(run: id) { try $0.artifact(run: id, path: path) }
    return (artifact, url(artifact.sha256, run: id))
  }

  package func list(run id: String) throws -> [Artifact] {
    try store.read(run: id) { try $0.artifacts(run: id) }
  }

  /// Throws `.notFound`, and what `condition` throws.
  package func delete(
    run id: String, path: String, if condition: @escaping Condition = { _ in }
  ) throws {
    try naming.withLock { _ in
      let unused = try store.write { try $0.removeArtifact(run: id, path: path, if: condition) }
      if let unused { remove(unused, run: id) }
    }
  }

  /// Removes the files of runs that were purged.
  package func purge(runs: [String]) {
    for id in runs { try? FileManager.default.removeItem(at: folder.appending(path: id)) }
  }

  private func url(_ sha256: String, run id: String) -> URL {
    folder.appending(path: id).appending(path: sha256)
  }

  /// Removes a file if nothing refers to its content.
  private func remove(_ sha256: String, run id: String) {
    let isUsed = try? store.read { snapshot in
      try snapshot.hasContent(sha256, run: snapshot.runKey(id: id))
    }
    if isUsed == false { try? FileManager.default.removeItem(at: url(sha256, run: id)) }
  }
}
