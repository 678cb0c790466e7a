import Client
import Experiments
import Foundation
import Testing

/// The dashboard in a real browser, on a live service with real runs.
@Suite(.serialized)
struct DashboardTests {
  private static func dataset() throws -> URL {
    try FashionMNISTSubset.make(training: 512, test: 256)
  }

  @Test("The run page shows what the run recorded: accuracy, step sizes, the staircase")
  func runPage() async throws {
    let service = try await LiveService.start()
    defer { service.end() }
    let job = try await service.client.submit(JobSpec.make(dataset: Self.dataset(), epochs: 2))
    #expect(try await service.waitForEnd(of: job.id).state == .succeeded)
    let run = try await service.client.run(job.runId)
    let accuracy = try #require(run.latest["testAccuracy"]).value
    let layers = Set(try await service.client.stepSizes(run: run.id).map(\.layer))

    try await WebDriver.withBrowser { browser in
      try await browser.open(service.url, "runs/\(run.id)")
      #expect(
        try await browser.text(of: "[data-fact='Test accuracy']") == Self.percent(accuracy))
      #expect(try await browser.evaluate("document.title") == .string("short · Staircase"))
      #expect(
        try await browser.evaluate("document.querySelectorAll('.multiple').length")
          == .integer(layers.count))
      try await browser.evaluate("document.querySelector('.staircase-plot').scrollIntoView()")
      try await browser.wait(
        for: "document.querySelector('.staircase-plot[aria-label*=\"step size\"]') !== null")
      #expect(try await browser.errors() == [])
    }
  }

  @Test("A job that is submitted while the page is open appears, moves and ends there")
  func liveJobs() async throws {
    let service = try await LiveService.start()
    defer { service.end() }
    let spec = try JobSpec.make(
      name: "<img src=x onerror=alert(1)>", dataset: Self.dataset(), epochs: 1)

    try await WebDriver.withBrowser { browser in
      try await browser.open(service.url, "jobs")
      try await browser.wait(for: "document.querySelector('.live').dataset.status === 'live'")
      try await browser.wait(for: "document.querySelector('.state-title') !== null")
      try await browser.evaluate("(window.loadedOnce = true)")

      let job = try await service.client.submit(spec)
      let row = "tr[data-id='\(job.id)']"
      try await browser.wait(for: "document.querySelector(\"\(row) .badge-succeeded\") !== null")
      // A name with markup is text, not an element.
      #expect(try await browser.text(of: "\(row) a.name") == spec.name)
      #expect(try await browser.evaluate("document.querySelector('main img')") == .null)
      #expect(try await browser.evaluate("window.loadedOnce") == .bool(true))
      #expect(try await browser.errors() == [])
    }
  }

  @Test("A spec with bad fields is refused at those fields, and a good one makes a job")
  func submitForm() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    try await WebDriver.withBrowser { browser in
      try await browser.open(service.url, "jobs/new")
      try await browser.wait(for: "document.querySelector('textarea')?.value.includes('model')")
      try await browser.evaluate(Self.replacing("\"weightBits\": 4", "\"weightBits\": 1"))
      try await browser.click("button[type=submit]")
      let errors = try await browser.text(of: ".errors button")
      #expect(errors.contains("/quantizer/weightBits"))
      #expect(errors.contains("1 is not between 2 and 8"))
      #expect(
        try await browser.evaluate("document.querySelector('.gutter .bad') !== null") == .bool(true)
      )

      try await browser.evaluate(Self.replacing("\"weightBits\": 1", "\"weightBits\": 3"))
      try await browser.click("button[type=submit]")
      try await browser.wait(for: "document.querySelector('.badge-queued') !== null")
      let jobs = try await service.client.jobs().items
      #expect(jobs.map(\.spec.quantizer.weightBits) == [3])
    }
  }

  @Test("Every page opens without an error at phone width, also when there is nothing to show")
  func emptyPages() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    try await WebDriver.withBrowser(width: 390, height: 844) { browser in
      for page in ["jobs", "jobs/new", "runs", "compare", "workers", "studies/none"] {
        // Only the new page can fill it again.
        try await browser.evaluate("document.querySelector('main')?.replaceChildren()")
        try await browser.open(service.url, page)
        try await browser.wait(
          for: "document.querySelector('.state:not(.state-loading), textarea') !== null")
        #expect(
          try await browser.evaluate("document.querySelector('.state-error')") == .null, "\(page)")
        #expect(
          try await browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
            == .bool(true), "\(page)")
        #expect(try await browser.errors() == [], "\(page)")
      }
    }
  }

  /// As the dashboard writes a share: two digits after the point.
  private static func percent(_ share: Double) -> String {
    let hundredths = (share * 10_000).rounded()
    let whole = Int(hundredths) / 100
    let rest = Int(hundredths) % 100
    return "\(whole).\(rest < 10 ? "0" : "")\(rest)%"
  }

  /// Edits the spec as typing does.
  private static func replacing(_ old: String, _ new: String) -> String {
    """
    (() => {
      const area = document.querySelector("textarea");
      area.value = area.value.replace(\(WebDriver.quoted(old)), \(WebDriver.quoted(new)));
      area.dispatchEvent(new Event("input"));
    })()
    """
  }
}
