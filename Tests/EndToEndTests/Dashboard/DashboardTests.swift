import Experiments
import Foundation
import Testing

/// The dashboard in a real browser, on a live service with real runs. The tests of its pages are in
/// extensions, a file a page.
@Suite(.serialized, OnStage())
struct DashboardTests {
  let stage: DashboardStage

  var browser: WebDriver { stage.browser }
  var service: LiveService { stage.service }

  init() async throws {
    stage = try #require(DashboardStage.current)
    try await browser.leave()
  }

  @Test("Every page opens on the smallest screen and the largest, also with nothing to show")
  func emptyPages() async throws {
    let empty = try await LiveService.start(workers: 0)
    defer { empty.end() }
    for (width, page) in [360, 3840].flatMap({ width in
      ["jobs", "jobs/new", "runs", "compare", "studies", "workers"].map { (width, $0) }
    }) {
      try await browser.setScreen(width: width, height: 780)
      try await browser.open(blankFirst: empty.url, page)
      try await browser.wait(
        for: "document.querySelector('.state:not(.state-loading), form.submit') !== null")
      #expect(
        try await browser.evaluate("document.querySelector('.state-error')") == .null, "\(page)")
      #expect(
        try await browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
          == .bool(true), "\(page), \(width)")
      #expect(try await browser.errors() == [], "\(page)")
    }
    try await browser.setScreen(width: 1440, height: 1000)
  }

  @Test("What the service does not know, and what no page is, is said with what to do")
  func unknownAddresses() async throws {
    for page in [
      "runs/\(String(repeating: "0", count: 32))", "jobs/0000000000000000",
      "studies/0000000000000000", "nowhere", "runs/%E0%A4%A",
    ] {
      try await stage.open(page)
      #expect(try await !browser.text(of: ".state-error .state-hint").isEmpty, "\(page)")
      let title = try await browser.text(of: "h1")
      #expect(
        try await browser.evaluate("document.title") == .string("\(title) · Staircase"), "\(page)")
    }
    try await stage.open("compare?runs=a,b")
    #expect(try await !browser.text(of: "h1").isEmpty)
    // The tab does not keep the title of the page before.
    try await stage.open("workers")
    try await browser.wait(for: "document.title.startsWith('Workers')")
    try await browser.evaluate("(location.hash = '#/nowhere')")
    try await browser.wait(for: "document.title === 'Nothing is here · Staircase'")
    _ = try await browser.errors()
  }

  @Test("Keys reach every page: letters, the link past the head, a list of them all")
  func keys() async throws {
    try await stage.open("jobs")
    try await browser.wait(for: "document.querySelector('tbody tr') !== null")
    try await browser.press("Tab")
    #expect(
      try await browser.evaluate("document.activeElement.className") == .string("skip"))
    try await browser.press("Enter")
    #expect(try await browser.evaluate("document.activeElement.id") == .string("main"))
    try await browser.press("g")
    try await browser.press("r")
    try await browser.wait(
      for: "document.title.startsWith('Runs') && document.querySelector('td a')")
    try await browser.press("/")
    #expect(
      try await browser.evaluate("document.activeElement.classList.contains('filter')")
        == .bool(true))
    try await browser.evaluate("document.querySelector('td a').focus()")
    try await browser.press("ArrowDown")
    #expect(
      try await browser.evaluate(
        "document.activeElement.closest('tr') === document.querySelectorAll('tbody tr')[1]")
        == .bool(true))
    try await browser.press("?")
    #expect(try await browser.text(of: "dialog[open] h2") == "Keys")
    try await browser.press("Escape")
    try await browser.wait(for: "document.querySelector('dialog') === null")
  }

  @Test("A link to another view of the page that is open shows it; Back, what was there before")
  func views() async throws {
    try await stage.open("jobs?find=float")
    try await browser.wait(for: "document.querySelector('tbody tr') !== null")
    // What the page itself writes there opens nothing anew.
    try await browser.evaluate("(document.querySelector('.page').dataset.mine = 'yes')")
    try await browser.enter("floa", in: ".search")
    try await browser.wait(for: "location.hash === '#/jobs?find=floa'")
    #expect(
      try await browser.evaluate("document.querySelector('.page').dataset.mine") == .string("yes"))
    try await browser.evaluate("(location.hash = '#/jobs?find=short')")
    try await browser.wait(for: "document.querySelector('tbody a.name')?.textContent === 'short'")
    #expect(try await browser.evaluate("document.activeElement.id") == .string("main"))
    try await browser.evaluate("history.back()")
    try await browser.wait(for: "document.querySelector('.search').value === 'floa'")
    try await browser.expectNoErrors()
  }

  @Test("Back leads to where the page was scrolled")
  func scroll() async throws {
    let run = "runs/\(stage.quantized.runId)"
    try await stage.open(run)
    try await browser.wait(for: "document.querySelectorAll('.multiple').length > 3")
    try await browser.evaluate("scrollTo(0, 1500)")
    try await browser.wait(for: "scrollY > 1000 && history.state?.place?.[0] === scrollY")
    try await browser.evaluate("(window.left = scrollY, location.hash = '#/jobs')")
    try await browser.wait(for: "document.querySelector('tbody tr') && scrollY === 0")
    // The filter has yet to be written into the address, and a click writes it: not into that of the
    // run, which is named before it is shown.
    try await browser.evaluate(
      """
      (() => {
        for (const group of ["failed", "all", "failed"])
          document.querySelector(`.segmented input[value=${group}]`).click();
        addEventListener("popstate", () => document.body.click(), { once: true });
        history.back();
      })()
      """)
    try await browser.wait(for: "location.hash === '#/\(run)' && Math.abs(scrollY - left) < 2")
    try await browser.wait(for: "document.querySelectorAll('.multiple').length > 3")
    try await browser.expectNoErrors()
  }

  @Test(
    "A tab that opens hidden takes no connection until it is seen; hidden again it gives it back")
  func hiddenTab() async throws {
    try await WebDriver.withBrowser { browser in
      // A hidden tab waits a while: not here.
      try await browser.runBeforePages(
        """
        {
          Object.defineProperty(document, "hidden", { value: true, configurable: true });
          const plain = window.setTimeout;
          window.setTimeout = (work, pause, ...rest) => plain(work, Math.min(pause ?? 0, 100), ...rest);
        }
        """)
      try await browser.open(service.url, "runs")
      try await browser.wait(for: "document.querySelector('tbody tr') !== null")
      try await browser.wait(for: "document.querySelector('.live').dataset.status === 'paused'")
      for (hidden, status) in [(false, "live"), (true, "paused")] {
        try await browser.evaluate(
          """
          (() => {
            Object.defineProperty(document, "hidden", { value: \(hidden), configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
          })()
          """)
        try await browser.wait(
          for: "document.querySelector('.live').dataset.status === '\(status)'")
      }
      try await browser.expectNoErrors()
    }
  }

  @Test("The theme is the system's until one is chosen, which is kept")
  func theme() async throws {
    try await browser.setTheme(dark: true)
    try await stage.open("jobs")
    let ground = "getComputedStyle(document.body).backgroundColor"
    let dark = try await browser.evaluate(ground)
    try await browser.click("#theme")
    try await browser.wait(for: "document.documentElement.dataset.theme === 'light'")
    let light = try await browser.evaluate(ground)
    #expect(light != dark)
    try await stage.open("jobs")
    #expect(try await browser.evaluate(ground) == light)
    try await browser.evaluate("localStorage.clear()")
    try await browser.setTheme(dark: false)
  }

  /// Presses a button that asks, an expression, and once more when the answer counts.
  func confirm(_ button: String) async throws {
    try await browser.wait(for: button)
    try await browser.evaluate("\(button).click()")
    try await browser.wait(for: "!\(button).hasAttribute('aria-disabled')")
    try await browser.evaluate("\(button).click()")
  }

  /// From now on, what the page would save as a file is in `window.saved`: [type, size, text].
  func keepSaved() async throws {
    try await browser.evaluate(
      """
      (() => {
        window.saved = [];
        URL.createObjectURL = (blob) => {
          blob.text().then((text) => saved.push([blob.type, blob.size, text]));
          return "#";
        };
      })()
      """)
  }

  /// As the dashboard writes a share: two digits after the point.
  static func percent(_ share: Double) -> String {
    let hundredths = (share * 10_000).rounded()
    let whole = Int(hundredths) / 100
    let rest = Int(hundredths) % 100
    return "\(whole).\(rest < 10 ? "0" : "")\(rest)%"
  }
}
