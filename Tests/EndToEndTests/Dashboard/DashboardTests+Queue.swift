import Client
import Experiments
import Foundation
import Testing

extension DashboardTests {
  @Test("The queue is paused and goes on, from the page of jobs")
  func pause() async throws {
    try await stage.open("jobs")
    let button =
      "[...document.querySelectorAll('.actions button')].find((b) => b.textContent.endsWith('queue'))"
    try await browser.wait(for: "\(button).textContent === 'Pause queue'")
    try await browser.evaluate("\(button).click()")
    try await browser.wait(for: "!document.querySelector('.notice').hidden")
    let job = try await service.client.submit(
      JobSpec.make(name: "held", dataset: stage.dataset, epochs: 1))
    try await browser.wait(
      for: "document.querySelector(\"tr[data-id='\(job.id)'] .badge-queued\") !== null")
    try await browser.evaluate("\(button).click()")
    try await browser.wait(
      for: "document.querySelector(\"tr[data-id='\(job.id)'] .badge-succeeded\") !== null")
    #expect(try await browser.evaluate("document.querySelector('.notice').hidden") == .bool(true))
    try await browser.expectNoErrors()
  }

  @Test("The jobs of a study wait in the service's order, though they were made in one moment")
  func studyOrder() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    let job = try JSONCoding.tree(
      JSONCoding.encoder().encode(JobSpec.make(name: "row", dataset: stage.dataset)))
    let request: JSONValue = .object([
      "job": job, "seeds": .array((1...12).map { .integer($0) }), "grid": .object([:]),
    ])
    _ = try await idle.client.submitStudy(json: JSONCoding.encoder().encode(request))
    try await browser.open(blankFirst: idle.url, "jobs")
    try await browser.wait(for: "document.querySelectorAll('tbody tr').length === 12")
    let order = try await idle.client.jobs().items.sorted {
      ($0.queuePosition ?? 0) < ($1.queuePosition ?? 0)
    }
    #expect(
      try await browser.evaluate(
        "[...document.querySelectorAll('tbody tr')].map((row) => row.dataset.id).join()")
        == .string(order.map(\.id).joined(separator: ",")))
    #expect(try await browser.text(of: "tbody tr").contains("no worker there"))
    try await browser.expectNoErrors()
  }

  @Test("A worker tells what it does and can, and is drained and given jobs again")
  func workers() async throws {
    try await stage.open("workers")
    try await browser.wait(for: "document.querySelector('tbody tr .badge-queued') !== null")
    #expect(try await browser.text(of: "tbody tr").contains("thread"))
    let button = "document.querySelector('.row-actions button')"
    #expect(try await browser.evaluate("\(button).textContent") == .string("Drain"))
    try await browser.evaluate("\(button).click()")
    try await browser.wait(for: "\(button).textContent === 'Resume'")
    #expect(try await browser.text(of: "tbody .badge") == "drained")
    try await browser.evaluate("\(button).click()")
    try await browser.wait(for: "\(button).textContent === 'Drain'")
    try await browser.expectNoErrors()
  }
}
