/// POST /workers/claim. Answered with a `Lease` (200) or nothing to do (204), after at most
/// `waitSeconds`.
package struct ClaimRequest: FieldMessage, Codable, Hashable, Sendable {
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
  package init(_ reader: FieldReader) {
    self.init(
      workerId: reader.workerID(
        "workerId", about: "Chosen by the worker, unique to its process; it stands in paths."),
      host: reader.text("host", maximum: 255, example: "node1", about: "The name of its machine."),
      pid: reader.integer(
        "pid", in: 0...Int(Int32.max), about: "Its process id there."),
      threads: reader.integer("threads", in: 1...65_536, about: "Threads it trains with."),
      memoryBytes: reader.integer(
        "memoryBytes", in: 0...Int.max, default: 0,
        about: "Memory of its machine; 0 where it does not say."),
      instructionSet: reader.choice(
        "instructionSet", default: .any, about: "What its processor can do."),
      waitSeconds: reader.integer(
        "waitSeconds", in: 0...30, about: "The answer waits so long for a job."))
  }
}
