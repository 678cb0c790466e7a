import Client
import Experiments
import Foundation
import TestSupport
import Testing

import API

@Suite(.serialized, .timeLimit(.minutes(5)))
struct ArtifactRoutesTests {
  @Test("A file goes up and comes down the same, however large")
  func artifacts() async throws {
    let level = try SocketLevel(ServiceFixture())
    let client = try level.client
    let run = try #require(level.fixture.names["run"])
    let folder = level.fixture.folder.url
    let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
    let (source, target) = (folder.appending(path: "up"), folder.appending(path: "down"))
    try bytes.write(to: source)
    let artifact = try await client.upload(file: source, run: run, path: "big/file name.bin")
    #expect(artifact.bytes == bytes.count)
    try await client.download(run: run, path: "big/file name.bin", to: target)
    #expect(try Data(contentsOf: target) == bytes)
    try await client.delete(artifact: "big/file name.bin", run: run)
    await #expect(throws: ClientError.self) {
      try await client.download(run: run, path: "big/file name.bin", to: target)
    }
    await level.stop()
  }
}
