import Foundation
import Testing
import Worker

struct WorkerConfigurationTests {
  @Test("Workers of one host and one process id, as in containers, have different ids")
  func ids() throws {
    let server = try #require(URL(string: "http://127.0.0.1:1"))
    let workers = (0..<2).map { _ in WorkerConfiguration(server: server) }
    #expect(workers[0].id != workers[1].id)
    #expect(workers[0].workFolder != workers[1].workFolder)
  }
}
