import Crypto
import Foundation

/// SHA-256 of a file that may be larger than memory.
enum FileHash {
  private static let pieceSize = 1 << 20

  /// 64 hexadecimal digits.
  static func sha256(of file: URL) throws -> String {
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    var hash = SHA256()
    while let piece = try handle.read(upToCount: pieceSize), !piece.isEmpty {
      hash.update(data: piece)
    }
    return hash.finalize().map { String(format: "%02x", $0) }.joined()
  }
}
