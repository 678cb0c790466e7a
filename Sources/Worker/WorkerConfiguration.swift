package import Experiments
package import Foundation
import Tensors

/// What a worker process is told when it starts.
package struct WorkerConfiguration: Sendable {
  /// Where the service is.
  package var server: URL
  package var token: String?
  /// Unique to this process; the service knows the worker by it.
  package var id: String
  package var host: String
  /// Threads of the engine.
  package var threads: Int
  /// Memory of this machine.
  package let memoryBytes = MachineMemory.bytes
  /// What its processor can do.
  package let instructionSet = InstructionSet.ofThisMachine
  /// Where jobs keep their files while they run; emptied after each.
  package var workFolder: URL
  /// Whether the worker ends after one job, or at once where there is none.
  package var once: Bool
  /// The process that started this one and looks after it: once it is gone, the worker ends after
  /// the job at hand. Nil for a worker that stands alone.
  package var supervisor: Int32?
  /// How long one question for a job may wait at the service.
  package var waitSeconds: Int
  /// Between looks for records that can be delivered.
  package var deliveryInterval: Duration

  /// - Parameters:
  ///   - id: nil for the host's name, the process id and random digits.
  ///   - threads: nil for one a core.
  ///   - workFolder: nil for a folder among the temporary files.
  package init(
    server: URL, token: String? = nil, id: String? = nil, threads: Int? = nil,
    workFolder: URL? = nil, once: Bool = false, supervisor: Int32? = nil, waitSeconds: Int = 20,
    deliveryInterval: Duration = .milliseconds(500)
  ) {
    self.server = server
    self.token = token
    host = ProcessInfo.processInfo.hostName
    // In a container every worker may have the process id 1.
    let random = String(UInt32.random(in: .min ... .max), radix: 36)
    let name = id ?? "\(host)-\(ProcessInfo.processInfo.processIdentifier)-\(random)"
    self.id = name
    self.threads = threads ?? MachineCores.count
    self.workFolder =
      workFolder ?? FileManager.default.temporaryDirectory.appending(path: "staircase-\(name)")
    self.once = once
    self.supervisor = supervisor
    self.waitSeconds = waitSeconds
    self.deliveryInterval = deliveryInterval
  }
}
