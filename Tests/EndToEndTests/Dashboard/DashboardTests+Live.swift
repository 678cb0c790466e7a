import Client
import Experiments
import Foundation
import Testing

// What a reader has set, while a run goes on.
extension DashboardTests {
  @Test("A run that trains grows on the page, while choice and scroll stay")
  func liveRun() async throws {
    let job = try await service.client.submit(
      JobSpec.make(name: "live", dataset: stage.dataset, epochs: 3))
    try await stage.open("runs/\(job.runId)")
    try await browser.wait(for: "document.querySelectorAll('.multiple').length > 3")
    // At the top, so that whatever appears above it is out of sight.
    try await browser.evaluate(
      "(window.loadedOnce = true, document.querySelector('.multiple').click(), document.querySelector('.multiple').scrollIntoView())"
    )
    try await browser.wait(for: "location.hash.includes('layer=')")
    // What is above may grow: the reader's place is kept, not its distance from the top.
    let place = "Math.round(document.querySelector('.multiple').getBoundingClientRect().top)"
    let before = try await browser.number(place)
    try await browser.wait(for: "document.querySelector('.badge-succeeded') !== null")
    let steps = try #require(try await service.waitForEnd(of: job.id).progress).steps
    try await browser.wait(
      for: "document.querySelector('[data-fact=Step]').textContent.startsWith('\(steps)')")
    #expect(try await browser.evaluate("window.loadedOnce") == .bool(true))
    let moved = try await abs(browser.number(place) - before)
    #expect(moved <= 1)
    #expect(
      try await browser.evaluate("document.querySelector('.multiple').ariaPressed")
        == .string("true"))
    try await browser.expectNoErrors()
  }

  @Test("A run that is opened before it begins is drawn over epochs once it has some")
  func waitingRunPage() async throws {
    let job = try await stage.submitPaused(name: "waits", epochs: 2)
    try await stage.open("runs/\(job.runId)")
    let choice = "document.querySelector('input[value=epoch]')"
    try await browser.wait(
      for:
        "!\(choice).checkVisibility() && document.querySelector('.live').dataset.status === 'live'")
    _ = try await service.client.setQueue(paused: false)
    try await browser.wait(for: "\(choice).checkVisibility()")
    try await browser.wait(for: "document.querySelector('.badge-succeeded') !== null")
    try await browser.evaluate("\(choice).click()")
    try await browser.wait(for: "document.querySelector('.figure .legend b')?.textContent")
    #expect(try await placeAtEnd() == "2")
    try await browser.expectNoErrors()
  }

  @Test("A job that ends while its page, or that of its run, is on its way has ended there")
  func endWhileReading() async throws {
    for page in ["jobs", "runs"] {
      let job = try await stage.submitPaused(name: "ends", epochs: 1)
      try await stage.open("workers")
      try await browser.wait(for: "document.querySelector('.live').dataset.status === 'live'")
      try await browser.evaluate(
        """
        (() => {
          const ask = window.fetch;
          window.fetch = async (path, ...rest) => {
            const answer = await ask(path, ...rest);
            if (path === "/api/v1/jobs/\(job.id)" && !window.release)
              await new Promise((done) => { window.release = done; });
            return answer;
          };
          import("/js/api.js").then(({ on }) => on("job", ({ id, state }) => { window.told = id + state; }));
          location.hash = "#/\(page)/\(page == "jobs" ? job.id : job.runId)";
        })()
        """)
      try await browser.wait(for: "window.release !== undefined")
      _ = try await service.client.setQueue(paused: false)
      try await browser.wait(for: "window.told === '\(job.id)succeeded'")
      try await browser.evaluate("window.release()")
      try await browser.wait(for: "document.querySelector('.page-head .badge-succeeded') !== null")
      try await browser.expectNoErrors()
    }
  }

  @Test("The title of a hidden tab goes on telling how far its job is")
  func hiddenTitle() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    let job = try await idle.client.submit(JobSpec.make(name: "far", dataset: stage.dataset))
    let lease = try #require(
      try await idle.client.claim(
        ClaimRequest(workerId: "mine", host: "h", pid: 1, threads: 1, waitSeconds: 10)))
    try await WebDriver.withBrowser { browser in
      // A hidden tab asks now and then: not so seldom here.
      try await browser.runBeforePages(
        """
        {
          Object.defineProperty(document, "hidden", { value: true });
          const plain = window.setInterval;
          window.setInterval = (work, pause) => plain(work, Math.min(pause, 200));
        }
        """)
      for (page, step) in [("jobs/\(job.id)", 2), ("runs/\(job.runId)", 5)] {
        try await browser.open(blankFirst: idle.url, page)
        try await browser.wait(for: "document.title.includes('far')")
        let progress = JobProgress(
          step: step, steps: 10, epoch: 0, epochs: 1, imagesPerSecond: 100, etaSeconds: 20)
        _ = try await idle.client.heartbeat(
          job: job.id, Heartbeat(lease: lease.token, progress: progress, resumedFromStep: 0))
        try await browser.wait(for: "document.title.startsWith('\(step)0%')")
      }
      try await browser.expectNoErrors()
    }
  }

  @Test("A zoomed chart shows the same steps when new points come; the last value moves on")
  func zoomWhileLive() async throws {
    let run = try await service.client.createRun(RunRequest(name: "another program"))
    try await log(steps: 1...50, of: run)
    try await stage.open("runs/\(run.id)?smooth=0")
    try await browser.wait(for: "document.querySelector('.legend b')?.textContent === '50'")
    try await browser.drag(".plot", from: 0.5, to: 0.7)
    try await browser.wait(for: "location.hash.includes('x=')")
    let zoomed = try await browser.evaluate("location.hash")
    let end = try await endOfAxis()

    try await log(steps: 51...60, of: run)
    try await browser.wait(for: "document.querySelector('[data-fact=Step]').textContent === '60'")
    try await browser.wait(for: "document.querySelector('.legend b').textContent === '60'")
    #expect(try await browser.evaluate("location.hash") == zoomed)
    #expect(try await endOfAxis() == end)
    #expect(end < 40)
    try await browser.click("[title='Zoom out']")
    #expect(try await endOfAxis() == 60)

    // With Shift, a drag moves the range.
    try await browser.drag(".plot", from: 0.5, to: 0.7)
    let before = try await endOfAxis()
    try await browser.drag(".plot", from: 0.3, to: 0.7, withShift: true)
    #expect(try await endOfAxis() < before)
    try await browser.expectNoErrors()
  }

  @Test("What comes when its page is left changes nothing on the page that is open")
  func lateAnswer() async throws {
    let run = try await service.client.createRun(RunRequest(name: "left"))
    try await stage.open("workers")
    try await browser.evaluate(
      """
      (() => {
        const ask = window.fetch;
        window.fetch = async (path, ...rest) => {
          if (!path.endsWith("/artifacts")) return ask(path, ...rest);
          await new Promise((done) => { window.release = done; });
          return new Response('{"items": []}');
        };
        location.hash = "#/runs/\(run.id)";
      })()
      """)
    try await browser.wait(for: "window.release && document.title.startsWith('left')")
    try await browser.evaluate("(location.hash = '#/jobs')")
    try await browser.wait(for: "document.querySelector('tbody tr') !== null")
    _ = try await browser.asynchronous(
      """
      window.release();
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      fetch("/api/v1/queue").then((answer) => answer.json()).then(frame).then(frame)
        .then(() => arguments[0](true));
      """)
    #expect(try await browser.evaluate("document.title.startsWith('Jobs')") == .bool(true))
    try await browser.expectNoErrors()
    try await service.client.delete(run: run.id)
  }

  /// One loss a step: its number.
  private func log(steps: ClosedRange<Int>, of run: Run) async throws {
    let points = steps.map {
      MetricPoint(key: "trainLoss", step: $0, value: Double($0), time: Date())
    }
    try await service.client.log(points, run: run.id)
  }

  /// The step at the right end of the first chart.
  private func endOfAxis() async throws -> Double {
    try #require(Double(try await placeAtEnd()))
  }

  /// Where the right end of the first chart is, which the cursor tells when it stands there.
  func placeAtEnd() async throws -> String {
    try await browser.waitForFrame()
    try await browser.evaluate("document.querySelector('.plot').focus()")
    for _ in 0..<3 { try await browser.press("ArrowRight") }
    let text = try await browser.text(of: ".plot-place")
    try await browser.evaluate("document.activeElement.blur()")
    try await browser.wait(for: "document.querySelector('.plot-place:not(:empty)') === null")
    return text.replacing(/^\w+\s/, with: "")
  }
}
