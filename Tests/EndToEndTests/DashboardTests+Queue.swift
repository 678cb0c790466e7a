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
    #expect(try await browser.errors() == [])
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
    #expect(try await browser.errors() == [])
  }
}
