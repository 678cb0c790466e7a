import Foundation
import Glibc

/// What the system says of this process, under the names that Prometheus' own clients use.
struct ProcessFigures {
  var residentBytes = 0
  var cpuSeconds = 0.0
  var openFiles = 0
  /// When it began, in seconds since 1970; nil where /proc does not tell.
  static let start: Double? = {
    let status = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8)
    let system = try? String(contentsOfFile: "/proc/stat", encoding: .utf8)
    // Behind the name, which may have spaces, field 22 is the 20th: ticks since the machine began.
    guard let rest = status?.split(separator: ")").last?.split(separator: " "), rest.count >= 20,
      let ticks = Double(rest[19]),
      let boot = system?.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }),
      let began = Double(boot.dropFirst(6))
    else { return nil }
    return began + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }()

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
