import Client
import Experiments
import Foundation
import Testing

extension DashboardTests {
  @Test(
    "axe-core finds nothing on any page, in dark and light, on a phone and on a desk",
    .enabled(if: AxeCore.isWanted))
  func axe() async throws {
    let script = try String(contentsOf: AxeCore.file, encoding: .utf8)
    let runs = "\(stage.quantized.runId),\(stage.float.runId)"
    let study = try await service.client.submitStudy(
      json: JSONCoding.encoder().encode(
        [
          "job": try JSONValue(
            encoding: JobSpec.make(name: "grid", dataset: stage.dataset, epochs: 1)),
          "grid": ["quantizer.weightBits": [2, 3]],
        ] as JSONValue))
    let pages = [
      "jobs", "jobs/\(stage.quantized.id)", "jobs/new", "runs", "runs/\(stage.quantized.runId)",
      "compare?runs=\(runs)", "workers", "studies", "studies/new",
      "studies/\(study.id)",
    ]
    for (dark, width) in [(true, 360), (false, 1440)] {
      try await browser.setTheme(dark: dark)
      for page in pages {
        // As tall as the longest page, so that everything is drawn.
        try await browser.setScreen(width: width, height: 7000)
        try await stage.open(page)
        try await browser.wait(
          for: """
            document.querySelector(".page > *") && !document.querySelector(".state-loading")
              && [...document.querySelectorAll(".plot-note")].every((note) => !note.textContent.includes("\\u2026"))
            """)
        let found = try await browser.asynchronous(
          script + """
            ;axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] })
              .then(({ violations }) => arguments[0](violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))));
            """)
        #expect(found == .array([]), "\(page), \(dark ? "dark" : "light"), \(width): \(found)")
        #expect(
          try await browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
            == .bool(true), "\(page), \(width)")
      }
    }
    try await browser.setTheme(dark: false)
    try await browser.setScreen(width: 1440, height: 1000)
  }
}
