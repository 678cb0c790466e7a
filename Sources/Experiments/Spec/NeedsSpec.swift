/// What a job asks of the worker that trains it; other workers are not given it.
package struct NeedsSpec: Codable, Hashable, Sendable {
  /// Threads that the worker trains with, at least.
  package var threads: Int
  /// Bytes of memory of its machine, at least.
  package var memoryBytes: Int
  /// What its processor can do, at least.
  package var instructionSet: InstructionSet

  package init(threads: Int, memoryBytes: Int, instructionSet: InstructionSet) {
    self.threads = threads
    self.memoryBytes = memoryBytes
    self.instructionSet = instructionSet
  }

  /// Whether a worker has all of it.
  package func areMet(by worker: WorkerInfo) -> Bool {
    worker.threads >= threads && worker.memoryBytes >= memoryBytes
      && worker.instructionSet.rank >= instructionSet.rank
  }

  init(_ reader: FieldReader) {
    threads = reader.integer(
      "threads", in: 1...1024, default: 1, about: "Threads that it trains with, at least.")
    memoryBytes = reader.integer(
      "memoryBytes", in: 0...(1 << 50), default: 0, about: "Memory of its machine, at least.")
    instructionSet = reader.choice(
      "instructionSet", default: .any, about: "What its processor can do, at least.")
  }
}
