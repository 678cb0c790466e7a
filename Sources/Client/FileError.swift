import Foundation

/// What the file system said, out of the errors that Foundation wraps it in.
package struct FileError: Error, Hashable, Sendable {
  package var path: String
  /// errno.
  package var code: Int32
  /// Whether a file was to be read, rather than made or changed.
  package var isOfReading: Bool

  package init(path: String, code: Int32, isOfReading: Bool) {
    self.path = path
    self.code = code
    self.isOfReading = isOfReading
  }

  /// nil for an error that is not of a file. `path` is for those that do not tell theirs.
  package init?(_ error: any Error, path: String = "") {
    switch error {
    case let known as FileError, ClientError.file(let known):
      self = known
      return
    default: break
    }
    let error = error as NSError
    let cause = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError } ?? error
    guard [NSCocoaErrorDomain, NSPOSIXErrorDomain].contains(error.domain),
      cause.domain == NSPOSIXErrorDomain
    else { return nil }
    let own =
      error.userInfo[NSFilePathErrorKey] as? String ?? (error.userInfo[NSURLErrorKey] as? URL)?.path
    self.init(
      path: own ?? path, code: Int32(cause.code),
      // Foundation's codes: those of reading are 256 to 511.
      isOfReading: error.domain == NSCocoaErrorDomain && (256..<512).contains(error.code))
  }

  /// Such as "Permission denied".
  package var reason: String { String(cString: strerror(code)) }

  /// Whether there was no room: the disk is full, or what one user may have of it.
  package var isOfRoom: Bool { [ENOSPC, EDQUOT].contains(code) }
}
