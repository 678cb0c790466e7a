/// POST /workers/claim. Answered with a `Lease` (200) or nothing to do (204), after at most
/// `waitSeconds`.
package struct ClaimRequest: Codable, Hashable, Sendable {
  package var workerId: String
  package var host: String
  package var pid: Int
  package var threads: Int
  /// Memory of the worker's machine.
  package var memoryBytes: Int
  package var instructionSet: InstructionSet
  /// The service holds the request so long while there is no job (0...30).
  package var waitSeconds: Int

  package init(
    workerId: String, host: String, pid: Int, threads: Int, memoryBytes: Int = 0,
    instructionSet: InstructionSet = .any, waitSeconds: Int
  ) {
    self.workerId = workerId
    self.host = host
    self.pid = pid
    self.threads = threads
    self.memoryBytes = memoryBytes
    self.instructionSet = instructionSet
    self.waitSeconds = waitSeconds
  }
}

extension ClaimRequest {
  /// A worker that does not say what it has is given only jobs that do not ask.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      workerId: try fields.decode(String.self, forKey: .workerId),
      host: try fields.decode(String.self, forKey: .host),
      pid: try fields.decode(Int.self, forKey: .pid),
      threads: try fields.decode(Int.self, forKey: .threads),
      memoryBytes: try fields.decodeIfPresent(Int.self, forKey: .memoryBytes) ?? 0,
      instructionSet: try fields.decodeIfPresent(InstructionSet.self, forKey: .instructionSet)
        ?? .any,
      waitSeconds: try fields.decode(Int.self, forKey: .waitSeconds))
  }
}
