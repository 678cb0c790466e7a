import Client
import Experiments
import Testing

/// What a worker keeps from one job to the next.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct WorkerMemoryTests {
  @Test("The fourth job of a worker takes about as much memory as its first")
  func jobsLeaveNothingBehind() async throws {
    let service = try await LiveService.start()
    defer { service.end() }
    let client = service.client
    var spec = try JobSpec.make(
      dataset: FashionMNISTSubset.make(training: 512, test: 256), epochs: 1)
    spec.batchSize = 256
    var bytes: [Double] = []
    for _ in 1...4 {
      let job = try await client.submit(spec)
      #expect(try await service.waitForEnd(of: job.id).state == .succeeded)
      bytes.append(try #require(try await client.run(job.runId).latest["memoryBytes"]?.value))
    }
    #expect(bytes[3] < 1.3 * bytes[0], "\(bytes.map { Int($0) >> 20 }) MiB")
  }
}
