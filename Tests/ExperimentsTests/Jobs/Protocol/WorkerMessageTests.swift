import Foundation
import Testing

import Experiments

/// What workers of this version write is what the service reads.
struct WorkerMessageTests {
  @Test func aClaimIsReadAsItWasMeant() throws {
    let claim = ClaimRequest(
      workerId: "node-1", host: "node", pid: 1, threads: 2, memoryBytes: 3, instructionSet: .avx2,
      waitSeconds: 20)
    #expect(try ClaimRequest(json: JSONCoding.encoder().encode(claim)) == claim)
    let least = #"{"workerId": "w", "host": "h", "pid": 1, "threads": 1, "waitSeconds": 0}"#
    #expect(try ClaimRequest(json: Data(least.utf8)).instructionSet == .any)
  }

  @Test func aHeartbeatIsReadAsItWasMeant() throws {
    var progress = JobProgress(
      step: 1, steps: 2, epoch: 0, epochs: 1, imagesPerSecond: .infinity, etaSeconds: nil)
    for eta in [nil, 3.5] {
      progress.etaSeconds = eta
      let beat = Heartbeat(lease: "l", progress: progress, resumedFromStep: 0, paused: "full")
      #expect(try Heartbeat(json: JSONCoding.encoder().encode(beat)) == beat)
    }
    let least = Heartbeat(lease: "l", progress: nil, resumedFromStep: 0)
    #expect(try Heartbeat(json: JSONCoding.encoder().encode(least)) == least)
  }

  @Test func aLastWordIsReadAsItWasMeant() throws {
    for reason in [nil, "", "no room"] {
      let word = Completion(lease: "l", outcome: .failed, reason: reason, retryable: true)
      #expect(try Completion(json: JSONCoding.encoder().encode(word)) == word)
    }
  }

  @Test("A worker's id can be named in a path", arguments: ["", "a/b", "a\\b", ".", "..", "a\n"])
  func ids(_ id: String) {
    #expect(!Identifier.isWorker(id))
    #expect(Identifier.isWorker("node-1.cluster (2)"))
  }

  @Test("An error's words are cut to what the service takes")
  func storable() {
    #expect("a\0bc".storable(3) == "ab")
    #expect("e\u{301}x".storable(2) == "e\u{301}")
  }
}
