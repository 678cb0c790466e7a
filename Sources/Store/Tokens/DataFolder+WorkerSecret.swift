import Foundation
import Glibc

extension DataFolder {
  /// The secret by which the workers that a service starts are known to it, and to the next service
  /// on this folder: a worker that outlives the one delivers to the other. Made the first time, in
  /// a file that only its owner may read.
  package func workerSecret() throws -> String {
    let path = url.appending(path: "worker-token").path
    if let known = try? String(contentsOfFile: path, encoding: .utf8), !known.isEmpty {
      return known
    }
    let secret = TokenSecret.make()
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw StoreError.file(operation: "create", path: path, code: errno) }
    defer { close(file) }
    let text = Array(secret.utf8)
    guard write(file, text, text.count) == text.count else {
      throw StoreError.file(operation: "write", path: path, code: errno)
    }
    return secret
  }
}
