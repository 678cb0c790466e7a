import Foundation

/// How much memory this process may ever have.
package enum MachineMemory {
  /// Bytes of the machine, or of the control group that holds the process to less (cgroup v2).
  package static let bytes: Int = {
    let physical = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let limit = try? String(contentsOfFile: "/sys/fs/cgroup/memory.max", encoding: .utf8)
    // A number and a line's end, or "max" where there is no limit.
    return min(physical, limit.flatMap { Int($0.prefix(while: \.isNumber)) } ?? physical)
  }()
}
