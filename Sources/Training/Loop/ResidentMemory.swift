import Foundation

/// The memory of this process.
enum ResidentMemory {
  /// Bytes in physical memory now; nil if the kernel does not say.
  static var bytes: Int? {
    // proc(5): the second number of statm is the resident set in pages.
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return nil
    }
    let fields = text.split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }

  /// The most bytes in physical memory since `forgetPeak`, or so far; nil if the kernel does not
  /// say.
  static var peakBytes: Int? {
    var usage = rusage()
    // getrusage(2): ru_maxrss is in kilobytes.
    let status = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return status == 0 ? usage.ru_maxrss * 1024 : nil
  }

  /// Begins the peak anew with what is in physical memory now, if the kernel lets a process.
  static func forgetPeak() {
    // proc(5): 5 resets the high water mark.
    try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
  }
}
