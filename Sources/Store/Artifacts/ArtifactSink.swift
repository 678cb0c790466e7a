import Digests
package import Experiments
package import Foundation

/// Takes the content of one artifact, piece by piece, in bounded memory. Nothing is seen of it
/// before `commit`; a sink that is let go without one leaves nothing.
///
/// For one thread at a time.
package final class ArtifactSink {
  private let file: DurableFile
  private let publish: Publish
  private var hash = SHA256()
  /// Bytes so far.
  package private(set) var bytes = 0
  /// Whether `commit` put the artifact in place of another.
  package private(set) var isReplacement = false

  typealias Publish =
    @Sendable (_ bytes: Int, _ sha256: String) throws -> (artifact: Artifact, isReplacement: Bool)

  init(file: DurableFile, publish: @escaping Publish) {
    self.file = file
    self.publish = publish
  }

  deinit {
    file.discard()
  }

  package func write(_ piece: UnsafeRawBufferPointer) throws {
    try file.write(piece)
    hash.update(piece)
    bytes += piece.count
  }

  package func write(_ piece: some ContiguousBytes) throws {
    try piece.withUnsafeBytes { try write($0) }
  }

  /// Puts the artifact in its place, on disk, with its row.
  package func commit() throws -> Artifact {
    let published = try publish(bytes, hash.finalize().hexadecimal)
    isReplacement = published.isReplacement
    return published.artifact
  }

  /// Forgets what was written.
  package func discard() {
    file.discard()
  }
}
