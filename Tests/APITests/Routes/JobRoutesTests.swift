import Client
import Experiments
import Testing

import API

@Suite(.serialized, .timeLimit(.minutes(5)))
struct JobRoutesTests {
  @Test("The same Idempotency-Key gives the first answer; with another body it is refused")
  func idempotency() async throws {
    let level = try SocketLevel(ServiceFixture())
    let client = try level.client
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    let first = try await client.submit(spec, idempotencyKey: "k")
    let again = try await client.submit(spec, idempotencyKey: "k")
    #expect(again == first)
    spec.seed = 2
    do {
      _ = try await client.submit(spec, idempotencyKey: "k")
      Issue.record("it was accepted")
    } catch let error as ClientError {
      #expect(error.status == 422)
    }
    await level.stop()
  }

  @Test("Following the cursor gives every item once, in order")
  func pages() async throws {
    let level = try SocketLevel(ServiceFixture())
    let client = try level.client
    let whole = try await client.jobs().items.map(\.id)
    var paged: [String] = []
    var cursor: String?
    repeat {
      let page = try await client.jobs(limit: 1, cursor: cursor)
      paged += page.items.map(\.id)
      cursor = page.nextCursor
    } while cursor != nil
    #expect(paged == whole)
    #expect(whole.count == 8)
    await level.stop()
  }
}
