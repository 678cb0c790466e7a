import Experiments
import Foundation

extension WorkerInfo {
  /// Whether the process is still this worker: the service lists one for a while after its end,
  /// when its number may be another's.
  var isAlive: Bool {
    let command = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
    return command?.contains(id) == true
  }
}
