import Experiments
import Testing

import API

struct IdempotencyKeyTests {
  @Test(
    "The same key gives the first answer; with another body it is refused",
    arguments: ["/api/v1/runs", "/api/v1/experiments"])
  func once(_ path: String) async throws {
    let level = RouterLevel(fixture: try ServiceFixture())
    func post(_ name: String, key: String?) async throws -> Answer {
      let headers = key.map { ["Idempotency-Key": $0] } ?? [:]
      let body = "{\"name\": \"\(name)\"}"
      return try await level.answer(RouteCase("POST \(path)", body, headers: headers, is: 201))
    }
    let first = try await post("a", key: "k")
    let again = try await post("a", key: "k")
    #expect(first.status == 201 && again.status == 201)
    #expect(again.body == first.body && again.fields["location"] == first.fields["location"])
    #expect(try await post("b", key: "k").status == 422)
    #expect(try await post("b", key: "a key").status == 400)
    #expect(try await post("b", key: nil).body != first.body)
  }

  @Test("The same run under the same key is the same, whoever asks")
  func onceForEveryone() async throws {
    let level = RouterLevel(fixture: try ServiceFixture())
    let tokens = try [Role.write, .admin].map(level.fixture.makeToken)
    var answers: [Answer] = []
    for token in tokens {
      let headers = ["Idempotency-Key": "k", "Authorization": "Bearer \(token)"]
      let row = RouteCase("POST /api/v1/runs", #"{"name": "a"}"#, headers: headers, is: 201)
      answers.append(try await level.answer(row))
    }
    #expect(answers.map(\.status) == [201, 201])
    #expect(answers[0].body == answers[1].body)
    #expect(answers[0].body.contains(#""user":"for write""#))
  }
}
