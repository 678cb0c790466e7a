import CPhotograph

/// The file of a photograph: JPEG, decoded by libjpeg-turbo, or PNG, decoded by libpng. Its first
/// bytes tell which, not its name.
enum PhotographFile {
  struct Size: Equatable {
    let height: Int
    let width: Int
  }

  /// Pixels of more bytes than this are refused: a file of a few kilobytes can ask for gigabytes.
  static let mostBytes = 1 << 27

  /// Decodes the file at `path` into the front of `pixels` (HWC, red, green, blue), which grows if
  /// it must.
  ///
  /// A JPEG image is shrunk by 2, 4 or 8 while it is decoded, which saves most of the work, as far
  /// as its shorter side stays at `shorterSide` or more. Alpha is dropped, as torchvision does.
  /// - Returns: the size of the image in the file, and of the pixels.
  static func decode(
    _ path: String, shorterSide: Int, into pixels: inout [UInt8]
  ) throws -> (full: Size, decoded: Size) {
    var result = photograph_result()
    var status = PHOTOGRAPH_TOO_SMALL
    while true {
      status = pixels.withUnsafeMutableBufferPointer {
        photograph_decode(path, Int32(shorterSide), $0.baseAddress, $0.count, &result)
      }
      let needed = Int(result.height) * Int(result.width) * 3
      guard status == PHOTOGRAPH_TOO_SMALL else { break }
      guard needed <= mostBytes else {
        throw DataError.malformed(
          path: path, offset: 0,
          reason: "an image of \(result.full_width) x \(result.full_height) takes "
            + "\(needed >> 20) MiB of pixels; at most \(mostBytes >> 20) MiB are read")
      }
      pixels = [UInt8](repeating: 0, count: needed)
    }
    switch status {
    case PHOTOGRAPH_OK:
      return (
        Size(height: Int(result.full_height), width: Int(result.full_width)),
        Size(height: Int(result.height), width: Int(result.width))
      )
    case PHOTOGRAPH_UNREADABLE:
      throw DataError.unreadable(path: path, reason: message(result))
    default:
      throw DataError.malformed(path: path, offset: result.offset, reason: message(result))
    }
  }

  private static func message(_ result: photograph_result) -> String {
    withUnsafeBytes(of: result.message) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
