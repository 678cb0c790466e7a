import Client
import Experiments
import Foundation
import Testing

/// A live service with finished trainings, and a browser: what all tests of the dashboard share.
final class DashboardStage: Sendable {
  let service: LiveService
  let browser: WebDriver
  let dataset: URL
  /// A network of 2 bits, 2 epochs, and the float32 one beside it.
  let quantized: Job
  let float: Job

  @TaskLocal static var current: DashboardStage?

  private init(
    service: LiveService, browser: WebDriver, dataset: URL, quantized: Job, float: Job
  ) {
    self.service = service
    self.browser = browser
    self.dataset = dataset
    self.quantized = quantized
    self.float = float
  }

  /// Trains, opens a browser, and runs `body` with both.
  static func withStage(_ body: () async throws -> Void) async throws {
    let service = try await LiveService.start()
    defer { service.end() }
    let dataset = try FashionMNISTSubset.make(training: 512, test: 256)
    let quantized = try await service.client.submit(JobSpec.make(dataset: dataset, epochs: 2))
    var spec = try JobSpec.make(name: "float", dataset: dataset, epochs: 1)
    spec.quantizer.method = .none
    let float = try await service.client.submit(spec)
    try await WebDriver.withBrowser { browser in
      let stage = DashboardStage(
        service: service, browser: browser, dataset: dataset,
        quantized: try await service.waitForEnd(of: quantized.id),
        float: try await service.waitForEnd(of: float.id))
      try await $current.withValue(stage) { try await body() }
    }
  }

  /// Submits a job of the network of 2 bits that waits until the queue goes on.
  func submitPaused(name: String, epochs: Int) async throws -> Job {
    _ = try await service.client.setQueue(paused: true)
    return try await service.client.submit(
      JobSpec.make(name: name, dataset: dataset, epochs: epochs))
  }

  /// Opens a page of the service anew, as one who follows a link does.
  func open(_ hash: String) async throws {
    try await browser.open(blankFirst: service.url, hash)
  }
}

/// Gives a suite the stage: once, whatever number of tests it has.
struct OnStage: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await DashboardStage.withStage(function)
  }
}
