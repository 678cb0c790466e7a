import Foundation

/// What can go wrong when an operation is prepared.
package enum TensorError: Error, Equatable, Sendable {
  /// oneDNN refused `call`, made for `operation`. `status` is its dnnl_status_t.
  case library(operation: String, call: String, status: UInt32)
  /// A network of this batch size takes more bytes than the machine has.
  case memory(needed: Int, available: Int)
  /// More threads than OMP_THREAD_LIMIT lets this process compute with.
  case threads(asked: Int, allowed: Int)
}

extension TensorError: LocalizedError {
  package var errorDescription: String? {
    switch self {
    case .library(let operation, let call, let status):
      "\(operation): \(call) of oneDNN failed with status \(status)"
    case .memory(let needed, let available):
      "the network takes \(needed >> 20) MiB; this machine has \(available >> 20) MiB"
    case .threads(let asked, let allowed):
      "\(asked) threads are asked for; OMP_THREAD_LIMIT allows \(allowed)"
    }
  }
}
