package import Experiments
import Foundation

extension InstructionSet {
  /// The best one of this machine's processor.
  static let ofThisMachine: InstructionSet = {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let flags = text.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
    return InstructionSet(flags: Set(flags.split(separator: " ").map(String.init)))
  }()

  /// What a training on this machine says of it in its log: the same bits again take as many
  /// threads and the same kernels.
  package static func machineDescription(threads: Int) -> String {
    "\(threads) thread\(threads == 1 ? "" : "s"), instructions \(ofThisMachine.rawValue)"
  }
}
