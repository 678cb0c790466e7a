import Client
import Experiments
import Jobs
import Store
import Testing

import API

@Suite(.serialized, .timeLimit(.minutes(5)))
struct WorkerRoutesTests {
  @Test("A claim waits for a job, and gets the one that is submitted meanwhile")
  func claim() async throws {
    let level = try SocketLevel(ServiceFixture())
    let client = try level.client
    let queue = level.fixture.parts.queue
    _ = try queue.cancel(job: try #require(level.fixture.names["queued"]))
    let request = ClaimRequest(workerId: "w9", host: "h", pid: 1, threads: 1, waitSeconds: 30)
    // The worker is listed once its claim waits.
    let after = "\(queue.events.lastId)"
    async let lease = client.claim(request)
    for try await event in client.events(after: after) where event.kind == "worker" { break }
    let job = try await client.submit(
      .defaults(dataset: .fashionMNIST, model: .resnet8), idempotencyKey: "k1")
    #expect(try await lease?.job.id == job.id)
    await level.stop()
  }

  @Test("A claim whose token is revoked while it waits gets no job")
  func claimOfARevokedToken() async throws {
    let level = try SocketLevel(ServiceFixture())
    let fixture = level.fixture
    let queue = fixture.parts.queue
    _ = try queue.cancel(job: try #require(fixture.names["queued"]))
    let client = ServiceClient(server: try level.url, token: try fixture.makeToken(.worker))
    let request = ClaimRequest(workerId: "w9", host: "h", pid: 1, threads: 1, waitSeconds: 30)
    let after = "\(queue.events.lastId)"
    let reader = ServiceClient(server: try level.url, token: try fixture.makeToken(.read))
    async let lease = client.claim(request)
    for try await event in reader.events(after: after) where event.kind == "worker" { break }
    try fixture.parts.store.write { try $0.revokeToken(id: 1) }
    let job = try queue.submit(.defaults(dataset: .fashionMNIST, model: .resnet8))
    do {
      _ = try await lease
      Issue.record("it was answered as before")
    } catch let error as ClientError {
      #expect(error.status == 401)
    }
    #expect(try queue.job(id: job.id).state == .queued)
    await level.stop()
  }
}
