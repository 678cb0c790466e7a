import Client
import Experiments
import Foundation
import TestSupport
import Testing

/// Pictures of every page, dark and light, on a phone and on a desk. Run by `make screenshots`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["SCREENSHOTS"] != nil))
struct DashboardScreenshots {
  /// Where the pictures go.
  static let folder = ProcessInfo.processInfo.environment["SCREENSHOTS"].map { URL(filePath: $0) }
  /// The data of a demo that has run: five trained networks.
  private static let data = ProcessInfo.processInfo.environment["SCREENSHOTS_DATA"]

  private static let desk = 1440
  private static let phone = 390

  @Test("Every page is pictured")
  func pages() async throws {
    let folder = try #require(Self.folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let copy = try Scratch.folder().appending(path: "data")
    try FileManager.default.copyItem(atPath: try #require(Self.data), toPath: copy.path)
    let service = try await LiveService.start(folder: copy)
    defer { service.end() }
    let pages = try await Self.pages(service.client)
    try await WebDriver.withBrowser { browser in
      try await browser.hideScrollbars()
      for dark in [false, true] {
        try await browser.setTheme(dark: dark)
        for width in [Self.desk, Self.phone] {
          for (name, page) in pages {
            let file = "\(name)-\(dark ? "dark" : "light")-\(width).png"
            try await Self.picture(browser, service.url, page, width: width)
              .write(to: folder.appending(path: file))
          }
        }
      }
      try await Self.readme(browser, service.url, pages, to: folder)
    }
  }

  /// Names and places of the pages. Two jobs are submitted, so that one trains and one waits.
  private static func pages(_ client: ServiceClient) async throws -> [(String, String)] {
    let jobs = try await client.jobs().items
    let done = jobs.filter { $0.state == .succeeded }
    let low = try #require(done.first { $0.spec.quantizer.weightBits == 3 })
    for bits in [2, 3] {
      var spec = low.spec
      spec.name = "resnet8 w\(bits)a\(bits), longer"
      spec.quantizer.weightBits = bits
      spec.quantizer.activationBits = bits
      spec.epochs = 40
      spec.priority = -bits
      spec.seed = 2
      _ = try await client.submit(spec)
    }
    let study = try #require(try await client.studies().items.first)
    let runs = done.map(\.runId).joined(separator: ",")
    return [
      ("jobs", "jobs"), ("job", "jobs/\(low.id)"), ("submit", "jobs/new?from=\(low.id)"),
      ("runs", "runs"), ("run", "runs/\(low.runId)"), ("compare", "compare?runs=\(runs)"),
      ("studies", "studies"), ("study", "studies/\(study.id)"), ("workers", "workers"),
    ]
  }

  /// The whole page: the screen is made as tall as it is, so that every figure is in view.
  private static func picture(
    _ browser: WebDriver, _ server: URL, _ page: String, width: Int, height: Int? = nil
  ) async throws -> Data {
    try await browser.setScreen(width: width, height: 900)
    try await browser.open(blankFirst: server, page)
    try await settle(browser)
    // Twice: what is drawn once it is in view may be taller.
    for _ in 0..<2 {
      let whole = Int(try await browser.number("document.documentElement.scrollHeight"))
      try await browser.setScreen(width: width, height: height ?? min(max(whole, 900), 9000))
      try await settle(browser)
    }
    return try await browser.screenshot()
  }

  /// Waits until nothing is loading and two frames are drawn.
  private static func settle(_ browser: WebDriver) async throws {
    try await browser.wait(
      for: """
        document.querySelector(".page > *") && !document.querySelector(".state-loading")
          && [...document.querySelectorAll(".plot-note")].every((note) => !note.textContent.includes("\\u2026"))
        """)
    _ = try await browser.asynchronous(
      "const done = arguments[0]; requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));"
    )
  }

  /// The three pictures that the README shows.
  private static func readme(
    _ browser: WebDriver, _ server: URL, _ pages: [(String, String)], to folder: URL
  ) async throws {
    let page = Dictionary(uniqueKeysWithValues: pages)
    for (name, dark, height) in [
      ("run", false, 1180), ("compare", false, 1060), ("jobs", true, 500),
    ] {
      try await browser.setTheme(dark: dark)
      try await picture(browser, server, try #require(page[name]), width: desk, height: height)
        .write(to: folder.appending(path: "readme-\(name).png"))
    }
  }
}
