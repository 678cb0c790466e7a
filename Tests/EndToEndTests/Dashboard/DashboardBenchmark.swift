import Client
import Experiments
import Foundation
import TestSupport
import Testing

/// What the dashboard takes, by the browser's own clocks (https://www.w3.org/TR/hr-time-3/,
/// https://www.w3.org/TR/resource-timing/). Run by `make bench-dashboard`; nothing is asserted.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["BENCH_DASHBOARD"] != nil))
struct DashboardBenchmark {
  @Test("A run of a million points, and a table of 5,000 runs")
  func timings() async throws {
    let folder = try Scratch.folder()
    try DashboardTests.storeRuns(5000, in: folder)
    let service = try await LiveService.start(folder: folder, workers: 0)
    defer { service.end() }
    let job = try await LargeRun.record(with: service.client)
    try await WebDriver.withBrowser { browser in
      print("| what | median of 5, ms |")
      print("|---|---|")
      let run = "runs/\(job.runId)"
      // Once, so that scripts are in the browser's cache, as they are for whoever works with it.
      _ = try await Self.drawn(browser, service.url, run, Self.figures)
      try await Self.tell("open the large run, to its first figures drawn") {
        try await Self.drawn(browser, service.url, run, Self.figures)
      }
      let requests = try await Self.text(browser, Self.requests)
      try await browser.setScreen(width: 1440, height: 4000)
      try await Self.tell("open it on 4,000 px, to the step sizes of all 60 quantizers drawn") {
        try await Self.drawn(browser, service.url, run, Self.stepSizes)
      }
      try await browser.setScreen(width: 1440, height: 1000)
      _ = try await Self.drawn(browser, service.url, run, Self.figures)
      let script = try await Self.text(browser, Self.transferred)
      let scroll = try await browser.asynchronous(Self.scrolling("document.documentElement", 60))
      try await Self.tell("open 5,000 runs, to the first rows") {
        try await Self.drawn(
          browser, service.url, "runs", "document.querySelectorAll('tbody tr').length > 10")
      }
      try await Self.tell("open 5,000 runs, to all of them sorted") {
        try await Self.drawn(
          browser, service.url, "runs",
          "/^5.001 runs$/.test(document.querySelector('.page-head .muted')?.textContent)")
      }
      let table = try await browser.asynchronous(
        Self.scrolling("document.querySelector('.table-tall')", 400))
      try await Self.tell("sort 5,000 runs") {
        try await browser.number(
          """
          (() => {
            const start = performance.now();
            document.querySelectorAll("th button")[3].click();
            document.body.offsetHeight;
            return performance.now() - start;
          })()
          """)
      }
      print("own JavaScript of a visit to every page, transferred and as it is: \(script)")
      print("requests for data of the large run, from ms to ms: \(requests)")
      print("scrolling the large run, frames: \(scroll)")
      print("scrolling the table, frames: \(table)")
    }
  }

  private static let figures = """
    (() => {
      const seen = [...document.querySelectorAll(".figure")].filter((figure) =>
        figure.checkVisibility() && figure.getBoundingClientRect().top < innerHeight);
      return seen.length > 1 && seen.every((figure) => figure.querySelector(".legend b")?.textContent
        || figure.querySelector(".legend .ramp"));
    })()
    """

  /// A small multiple tells the last values of its two lines once it is drawn.
  private static let stepSizes = """
    document.querySelectorAll(".multiple-values b:not(:empty)").length === \(LargeRun.quantizers)
    """

  private static let requests = """
    performance.getEntriesByType("resource").filter(({ name }) => name.includes("/api/"))
      .map(({ name, startTime, responseEnd, encodedBodySize }) => `${new URL(name).pathname.split("/").pop()} `
        + `${startTime.toFixed(0)}-${responseEnd.toFixed(0)}, ${encodedBodySize} bytes`).join("; ")
    """

  /// Bytes of this dashboard's own modules: as sent, and unpacked.
  private static let transferred = """
    (() => {
      const own = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/js/"));
      const sum = (key) => own.reduce((total, entry) => total + entry[key], 0);
      return `${own.length} files, ${sum("encodedBodySize")} bytes, ${sum("decodedBodySize")} bytes`;
    })()
    """

  /// Scrolls to the end, so many pixels a frame, and tells how long the frames took.
  private static func scrolling(_ element: String, _ pixels: Int) -> String {
    """
    const done = arguments[0];
    const element = \(element);
    const times = [];
    let last = performance.now();
    let frames = 0;
    const frame = () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
      element.scrollTop += \(pixels);
      if (++frames < 300 && element.scrollTop + element.clientHeight < element.scrollHeight - 1) {
        return requestAnimationFrame(frame);
      }
      times.sort((a, b) => a - b);
      const at = (share) => times[Math.floor((times.length - 1) * share)].toFixed(0);
      done(`${times.length} frames; median ${at(0.5)} ms, 95% ${at(0.95)} ms, worst ${at(1)} ms`);
    };
    requestAnimationFrame(frame);
    """
  }

  /// Milliseconds from the start of a fresh navigation until a condition holds at a frame.
  private static func drawn(
    _ browser: WebDriver, _ server: URL, _ page: String, _ condition: String
  ) async throws -> Double {
    try await browser.open(blankFirst: server, page)
    let answer = try await browser.asynchronous(
      """
      const done = arguments[0];
      const ask = () => (\(condition)) ? done(performance.now()) : requestAnimationFrame(ask);
      ask();
      """)
    switch answer {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    default: throw WebDriver.Failure.unexpectedAnswer(to: page)
    }
  }

  private static func text(_ browser: WebDriver, _ expression: String) async throws -> String {
    guard case .string(let text) = try await browser.evaluate(expression) else {
      throw WebDriver.Failure.unexpectedAnswer(to: expression)
    }
    return text
  }

  private static func tell(_ what: String, _ measure: () async throws -> Double) async throws {
    var times: [Double] = []
    for _ in 0..<5 { times.append(try await measure()) }
    print("| \(what) | \(Int(times.sorted()[2].rounded())) |")
  }
}
