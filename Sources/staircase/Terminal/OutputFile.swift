import Glibc

/// A descriptor that the program writes its words to.
struct OutputFile {
  static let standardOutput = OutputFile(descriptor: STDOUT_FILENO, name: "standard output")
  static let standardError = OutputFile(descriptor: STDERR_FILENO, name: "standard error")

  let descriptor: Int32
  /// For people.
  let name: String

  /// Why something could not be written.
  struct Failure: Error {
    var name: String
    /// errno; EPIPE where nobody reads any more.
    var code: Int32
  }

  /// Writes all of it. FileHandle would end the process where it cannot.
  func write(_ bytes: some Sequence<UInt8>) throws(Failure) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        throw Failure(name: name, code: errno)
      }
    }
  }
}
