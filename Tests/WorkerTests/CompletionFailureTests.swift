import Client
import Experiments
import Foundation
import Testing
import Training

import Worker

struct CompletionFailureTests {
  private static let away = ClientError.unreachable(
    server: URL(filePath: "/"), reason: "connection refused")
  private static let full = DataError.unwritable(path: "checkpoint", code: ENOSPC)
  private static let bad = WorkerError.noWeights(of: "0123456789abcdef")

  @Test("What an error says of a job depends on whether its worker was to end")
  func outcomes() {
    func word(_ error: any Error, workerIsToEnd: Bool) -> Completion {
      Completion(failure: error, lease: "token", workerIsToEnd: workerIsToEnd)
    }
    for error in [Self.away, Self.full] as [any Error] {
      #expect(word(error, workerIsToEnd: false).outcome == .failed)
      #expect(word(error, workerIsToEnd: false).retryable)
      #expect(word(error, workerIsToEnd: true).outcome == .canceled)
    }
    for isToEnd in [false, true] {
      let failed = word(Self.bad, workerIsToEnd: isToEnd)
      #expect(failed.outcome == .failed && !failed.retryable)
      #expect(failed.lease == "token" && failed.reason == Self.bad.description)
      let unfit = WorkerError.disk(FileError(path: "work", code: EROFS, isOfReading: false))
      #expect(word(unfit, workerIsToEnd: isToEnd).outcome == .canceled)
    }
  }
}
