import Experiments
import Foundation
import Store
import Testing

@Suite struct IdempotencyRecordTests {
  private let fixture: StoreFixture

  init() throws {
    fixture = try StoreFixture()
  }

  private func ask(_ key: String, _ request: String, answer: Int) throws -> Int {
    try fixture.store.write {
      try $0.once(key: key, request: [request], now: StoreFixture.noon) { answer }
    }
  }

  @Test func theFirstAnswerIsGivenAgain() throws {
    #expect(try ask("k", "a", answer: 1) == 1)
    #expect(try ask("k", "a", answer: 2) == 1)
    #expect(try ask("other", "a", answer: 3) == 3)
    #expect(throws: StoreError.idempotencyKeyReused(key: "k")) { try ask("k", "b", answer: 4) }
  }

  @Test func aFailedRequestTakesNoKey() throws {
    struct Refused: Error {}
    #expect(throws: Refused.self) {
      try fixture.store.write {
        try $0.once(key: "k", request: ["a"], now: StoreFixture.noon) { () throws -> Int in
          throw Refused()
        }
      }
    }
    #expect(try ask("k", "b", answer: 1) == 1)
  }

  @Test func oldKeysAreForgotten() throws {
    _ = try ask("k", "a", answer: 1)
    try fixture.store.write {
      try $0.forgetIdempotencyKeys(before: StoreFixture.noon.addingTimeInterval(1))
    }
    #expect(try ask("k", "b", answer: 2) == 2)
  }
}
