package import Foundation

/// A file that a run keeps.
package struct Artifact: Codable, Hashable, Sendable {
  /// Relative, with `/` between its parts.
  package var path: String
  package var bytes: Int
  /// SHA-256 of its content, 64 hexadecimal digits.
  package var sha256: String
  package var createdAt: Date

  package init(path: String, bytes: Int, sha256: String, createdAt: Date) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.createdAt = createdAt
  }
}

/// The names under which a job keeps its own artifacts.
package enum JobArtifact {
  /// All that training needs to go on; replaced by each later one.
  package static let lastCheckpoint = "checkpoints/last.safetensors"
  /// The one that was last before it, in case that one is damaged.
  package static let previousCheckpoint = "checkpoints/previous.safetensors"
  /// The state at the best test accuracy.
  package static let bestCheckpoint = "checkpoints/best.safetensors"
  /// What the job ended with; other jobs start from it.
  package static let finalCheckpoint = "checkpoints/final.safetensors"
  /// The trained network at its bits; absent in float32.
  package static let network = "network.safetensors"
  /// The spec with every default filled in, as JSON.
  package static let spec = "spec.json"
}
