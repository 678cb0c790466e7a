import Foundation

/// What the kernel says of a process.
struct ProcessState {
  var descriptors: Int
  var threads: Int
  /// Bytes of memory that no file backs.
  var memory: Int

  init(pid: Int32) throws {
    descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    func number(_ name: String) -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      return line?.split { $0 == " " || $0 == "\t" }.compactMap { Int($0) }.first ?? 0
    }
    threads = number("Threads")
    memory = number("RssAnon") << 10
  }
}
