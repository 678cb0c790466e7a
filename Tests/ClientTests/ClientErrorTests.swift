import Client
import Experiments
import Foundation
import Testing

struct ClientErrorTests {
  @Test("Where no service answers, the error says so and what to do")
  func unreachable() async throws {
    let server = try #require(URL(string: "http://127.0.0.1:1"))
    do {
      _ = try await ServiceClient(server: server).jobs()
      Issue.record("something answered")
    } catch let error as ClientError {
      #expect(error.isTransient)
      #expect(error.status == nil)
      #expect(error.description.contains("no service answers at http://127.0.0.1:1"))
      #expect(error.description.contains("staircase serve"))
      #expect(error.line.hasSuffix("name another with --server.") && !error.line.contains("\n"))
    }
  }

  @Test("A certificate that is not trusted is no matter of whether the service runs")
  func untrusted() throws {
    let server = try #require(URL(string: "https://staircase.example"))
    let reason = "SSL certificate problem: self-signed certificate"
    let error = ClientError.unreachable(server: server, reason: reason)
    #expect(error.description.contains("(\(reason))"))
    #expect(error.description.contains("update-ca-certificates"))
    #expect(!error.description.contains("staircase serve"))
  }

  @Test("A refusal shows each bad field with its pointer")
  func refused() {
    let problem = Problem(
      title: "Unprocessable Content", status: 422, detail: "1 field is wrong.",
      errors: [FieldError(pointer: "/epochs", detail: "0 is not between 1 and 10000")])
    let error = ClientError.refused(problem)
    #expect(error.description == "1 field is wrong.\n  /epochs: 0 is not between 1 and 10000")
    #expect(!error.isTransient)
    #expect(ClientError.refused(Problem(title: "", status: 503)).isTransient)
    #expect(!ClientError.refused(Problem(title: "", status: 409)).isTransient)
  }

  @Test(
    "What a proxy says while the service is away ends no lease", arguments: [302, 404, 409, 502])
  func proxy(_ status: Int) throws {
    let server = try #require(URL(string: "http://127.0.0.1:1"))
    let page = ClientError.unexpected(server: server, status: status, detail: "404 page not found")
    #expect(!page.isLostLease && page.isTransient == (status != 409))
    #expect(page.description.hasSuffix("service of this version: \(status), 404 page not found"))
    let word = ClientError.refused(Problem(title: "", status: status))
    #expect(word.isLostLease == [404, 409].contains(status))
    #expect(word.isTransient == (status == 502))
  }
}
