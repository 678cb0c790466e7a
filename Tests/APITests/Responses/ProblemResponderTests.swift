import HTTP
import HTTPTypes
import Store
import Testing

import API

struct ProblemResponderTests {
  @Test("What may be asked again says when", arguments: [nil, "7"] as [String?])
  func retryAfter(own: String?) throws {
    let problems = try ServiceFixture().parts.problems
    let busy = problems.response(to: StoreError.busy(path: "/data"), request: nil)
    #expect(busy.status == .serviceUnavailable && busy.headers[.retryAfter] == "1")
    let headers: HTTPFields = own.map { [.retryAfter: $0] } ?? [:]
    let error = HTTPError(.serviceUnavailable, "no memory", headers: headers)
    #expect(problems.response(to: error, request: nil).headers[values: .retryAfter] == [own ?? "1"])
    let missing = problems.response(to: StoreError.notFound(kind: "run", id: "1"), request: nil)
    #expect(missing.headers[.retryAfter] == nil)
  }
}
