import Client
import Experiments
import Foundation
import Testing

extension DashboardTests {
  @Test("While the service is away the page says so; when it is back the page catches up")
  func restart() async throws {
    let first = try await LiveService.start(workers: 0)
    let one = try await first.client.createRun(RunRequest(name: "one"))
    try await first.client.log(
      [MetricPoint(key: "loss", step: 1, value: 1, time: Date())], run: one.id)
    try await browser.open(blankFirst: first.url, "runs")
    try await browser.wait(for: "document.querySelectorAll('tbody tr').length === 1")
    try await browser.wait(for: "document.querySelector('.live').dataset.status === 'live'")
    try await browser.evaluate("(window.loadedOnce = true)")
    first.end()
    try await browser.wait(for: "document.querySelector('.live').dataset.status === 'offline'")
    #expect(try await browser.text(of: ".away").contains("does not answer"))
    #expect(try await browser.text(of: "tbody a.name") == "one")
    // A page that was not open before says what to do, and opens by itself later.
    try await browser.evaluate("(location.hash = '#/runs/\(one.id)')")
    #expect(try await browser.text(of: ".state-error").contains("staircase serve"))

    let second = try await LiveService.start(
      folder: first.folder, port: first.url.port ?? 0, workers: 0)
    defer { second.end() }
    try await second.client.log(
      [MetricPoint(key: "loss", step: 2, value: 0.5, time: Date())], run: one.id)
    try await browser.wait(for: "document.querySelector('h1')?.textContent === 'one'")
    try await browser.wait(for: "document.querySelector('[data-fact=Step]').textContent === '2'")
    #expect(try await browser.evaluate("document.querySelector('.away').hidden") == .bool(true))
    try await browser.evaluate("(location.hash = '#/runs')")
    _ = try await second.client.createRun(RunRequest(name: "two"))
    try await browser.evaluate("(location.hash = '#/jobs')")
    try await browser.evaluate("(location.hash = '#/runs')")
    try await browser.wait(for: "document.querySelectorAll('tbody tr').length === 2")
    #expect(try await browser.evaluate("window.loadedOnce") == .bool(true))
    _ = try await browser.errors()
  }
}
