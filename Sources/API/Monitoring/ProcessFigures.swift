import Foundation
import Glibc

/// What the system says of this process, under the names that Prometheus' own clients use.
struct ProcessFigures {
  var residentBytes = 0
  var cpuSeconds = 0.0
  var openFiles = 0
  /// Seconds since 1970.
  static let start = Date().timeIntervalSince1970

  /// Reads /proc.
  init() {
    if let pages = Self.words("/proc/self/statm").dropFirst().first.flatMap({ Int($0) }) {
      residentBytes = pages * sysconf(Int32(_SC_PAGESIZE))
    }
    var usage = rusage()
    if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
      cpuSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
    }
    openFiles = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
  }

  private static func words(_ path: String) -> [Substring] {
    (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: " ") ?? []
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}
