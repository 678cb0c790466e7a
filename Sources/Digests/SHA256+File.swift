package import Foundation

extension SHA256 {
  private static let pieceSize = 1 << 20

  /// The digest of a file, which may be larger than memory.
  package static func digest(of file: URL) throws -> [UInt8] {
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    var hash = SHA256()
    while let piece = try handle.read(upToCount: pieceSize), !piece.isEmpty {
      hash.update(piece)
    }
    return hash.finalize()
  }
}
