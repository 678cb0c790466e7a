package import Foundation

extension Safetensors {
  /// Writes `file` so that a crash at any moment leaves either the old file or the whole new one.
  /// The same tensors and metadata give the same bytes.
  package func write(to file: URL) throws {
    try AtomicFile.write(try encoded(), to: file)
  }

  /// The file, in parts: the header, then the elements of each tensor.
  func encoded() throws -> [Data] {
    // Larger elements first, as the reference implementation does: all are then aligned.
    let ordered = tensors.sorted {
      ($1.value.type.size, $0.key) < ($0.value.type.size, $1.key)
    }
    var header = SafetensorsHeader()
    header.metadata = metadata
    var end = 0
    for (name, tensor) in ordered {
      let begin = end
      end += tensor.bytes.count
      header.entries[name] = .init(type: tensor.type, shape: tensor.shape, begin: begin, end: end)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = try encoder.encode(header)
    // The format allows spaces at the end; the elements then start at a multiple of eight.
    while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
    let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
    return [length + json] + ordered.map(\.value.bytes)
  }
}
