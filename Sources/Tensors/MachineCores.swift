import CKernels
import Foundation

/// How many cores this process may keep busy.
package enum MachineCores {
  /// Those that it may run on, or fewer where the control group of its container has less of their
  /// time (cgroup v2): of more threads all would stand still for the rest of each period. At most
  /// OMP_THREAD_LIMIT.
  package static let count = min(
    Int(sc_most_threads()),
    count(
      of: ProcessInfo.processInfo.activeProcessorCount,
      quota: try? String(contentsOfFile: "/sys/fs/cgroup/cpu.max", encoding: .utf8)))

  /// - Parameter quota: the microseconds of processor time in a period and those of the period, such
  ///   as "150000 100000"; "max" in place of the first where there is no limit.
  package static func count(of cores: Int, quota: String?) -> Int {
    let numbers = (quota ?? "").split(whereSeparator: \.isWhitespace).map { Int($0) }
    guard numbers.count == 2, let time = numbers[0], let period = numbers[1], time > 0, period > 0
    else { return cores }
    return min(cores, (time - 1) / period + 1)
  }
}
