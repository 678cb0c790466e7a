package import Foundation

/// Named tensors in a file of the safetensors format (github.com/huggingface/safetensors), which
/// Python reads with `safetensors.numpy.load_file`.
///
/// The file: the length of the header, 8 bytes, little-endian; the header, a JSON object of
/// `"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}` and `"__metadata__"`,
/// strings by name; the elements, little-endian and row-major, without gaps.
package struct Safetensors: Sendable, Equatable {
  package var tensors: [String: SafetensorsTensor]
  package var metadata: [String: String]

  package init(_ tensors: [String: SafetensorsTensor] = [:], metadata: [String: String] = [:]) {
    (self.tensors, self.metadata) = (tensors, metadata)
  }

  /// The longest header that is read: the limit of the reference implementation.
  package static let longestHeader = 100_000_000

  /// Reads `file`.
  /// - Throws: `DataError`, with the place in the file and what is wrong there.
  package init(contentsOf file: URL) throws {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: file)
    } catch {
      throw DataError.unreadable(file, error)
    }
    try self.init(bytes, path: file.path)
  }

  /// Decodes `bytes`, which `path` names in errors. Tensors share the storage of `bytes`.
  init(_ bytes: Data, path: String) throws {
    func malformed(_ offset: Int, _ reason: String) -> DataError {
      .malformed(path: path, offset: offset, reason: reason)
    }
    let (header, start) = try Self.header(of: bytes, path: path)
    // Sorted by offset, each tensor must begin where the one before it ended.
    self.init(metadata: header.metadata)
    let elements = bytes.dropFirst(start)
    var end = 0
    for (name, entry) in header.entriesInOrder {
      guard let size = entry.byteCount else {
        throw malformed(8, "tensor \(name): a shape of \(entry.shape) is not possible")
      }
      let (first, last) = (entry.begin, entry.end)
      guard first == end, last >= first, last - first == size else {
        throw malformed(
          8, "tensor \(name): bytes \(first) to \(last); \(size) bytes from \(end) expected")
      }
      guard last <= elements.count else {
        let (expected, overflow) = start.addingReportingOverflow(last)
        throw DataError.truncated(
          path: path, expected: overflow ? .max : expected, found: bytes.count)
      }
      tensors[name] = SafetensorsTensor(
        type: entry.type, shape: entry.shape, bytes: elements.dropFirst(first).prefix(size))
      end = last
    }
    guard end == elements.count else {
      throw malformed(start + end, "\(elements.count - end) bytes belong to no tensor")
    }
  }

  /// The header, and where the elements start.
  private static func header(
    of bytes: Data, path: String
  ) throws -> (header: SafetensorsHeader, start: Int) {
    guard bytes.count >= 8 else {
      throw DataError.truncated(path: path, expected: 8, found: bytes.count)
    }
    guard !bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) else {
      throw DataError.malformed(
        path: path, offset: 0,
        reason: "a zip archive, as torch.save writes one: save the state by "
          + "safetensors.torch.save_file instead")
    }
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= longestHeader else {
      throw DataError.malformed(
        path: path, offset: 0,
        reason: "a header of \(length) bytes; at most \(longestHeader) are read")
    }
    let start = 8 + Int(length)
    guard bytes.count >= start else {
      throw DataError.truncated(path: path, expected: start, found: bytes.count)
    }
    do {
      let json = bytes.dropFirst(8).prefix(Int(length))
      return (try JSONDecoder().decode(SafetensorsHeader.self, from: json), start)
    } catch {
      throw DataError.malformed(
        path: path, offset: 8, reason: "the header is not valid: \(error)")
    }
  }
}
