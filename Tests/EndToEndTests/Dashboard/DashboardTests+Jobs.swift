import Client
import Experiments
import Foundation
import Testing

extension DashboardTests {
  @Test("A job that is submitted while the page is open appears, moves and ends there")
  func liveJobs() async throws {
    let spec = try JobSpec.make(
      name: "<img src=x onerror=alert(1)>", dataset: stage.dataset, epochs: 1)
    try await stage.open("jobs")
    try await browser.wait(for: "document.querySelector('.live').dataset.status === 'live'")
    try await browser.evaluate("(window.loadedOnce = true)")

    let job = try await service.client.submit(spec)
    let row = "tr[data-id='\(job.id)']"
    try await browser.wait(for: "document.querySelector(\"\(row) .badge-succeeded\") !== null")
    // A name with markup is text, not an element.
    #expect(try await browser.text(of: "\(row) a.name") == spec.name)
    #expect(try await browser.evaluate("document.querySelector('main img')") == .null)
    #expect(try await browser.evaluate("window.loadedOnce") == .bool(true))
    for page in ["jobs/\(job.id)", "runs/\(job.runId)", "jobs/new?from=\(job.id)"] {
      try await stage.open(page)
      #expect(try await browser.text(of: "h1").contains(spec.name), "\(page)")
      #expect(try await browser.evaluate("document.querySelector('main img')") == .null)
    }
    try await browser.expectNoErrors()
  }

  @Test("What happens while the list of jobs is on its way is still there when it has come")
  func eventWhileReading() async throws {
    try await stage.open("workers")
    try await browser.wait(for: "document.querySelector('.live').dataset.status === 'live'")
    try await browser.evaluate(
      """
      (() => {
        const ask = window.fetch;
        window.fetch = async (path, ...rest) => {
          const answer = await ask(path, ...rest);
          if (path.startsWith("/api/v1/jobs?")) await new Promise((done) => { window.release = done; });
          return answer;
        };
        import("/js/api.js").then(({ on }) => on("job", ({ id }) => { window.told = id; }));
        location.hash = "#/jobs";
      })()
      """)
    try await browser.wait(for: "window.release !== undefined")
    let job = try await service.client.submit(JobSpec.make(dataset: stage.dataset, epochs: 1))
    try await browser.wait(for: "window.told === '\(job.id)'")
    _ = try await service.waitForEnd(of: job.id)
    try await browser.evaluate("window.release()")
    try await browser.wait(
      for: "document.querySelector(\"tr[data-id='\(job.id)'] .badge-succeeded\") !== null")
    try await browser.expectNoErrors()
  }

  @Test("A job is canceled, tried again and cloned from its page; its log can be searched")
  func jobActions() async throws {
    let job = try await service.client.submit(
      JobSpec.make(name: "long", dataset: stage.dataset, epochs: 500))
    _ = try await service.wait(for: job.id) { $0.state == .running }
    try await stage.open("jobs/\(job.id)")
    try await browser.wait(for: "document.querySelector('.badge-running') !== null")
    try await browser.wait(for: "/^\\d+% .* long$/.test(document.title)")
    try await browser.wait(
      for: "/ends about .*\\d/.test(document.querySelector('.page-head').textContent)")
    try await browser.wait(for: "document.querySelector('.log').textContent.includes('attempt 1')")
    // What cannot be taken back asks first.
    let cancel =
      "[...document.querySelectorAll('.actions button')].find((b) => b.textContent !== '')"
    try await browser.evaluate("(\(cancel).click(), \(cancel).click())")
    #expect(try await browser.evaluate("\(cancel).textContent") == .string("Sure?"))
    #expect(try await browser.text(of: "#said").contains("Sure?"))
    try await browser.wait(for: "!\(cancel).hasAttribute('aria-disabled')")
    try await browser.evaluate("\(cancel).click()")
    try await browser.wait(for: "document.querySelector('.page-head .badge-canceled') !== null")
    try await browser.wait(for: "document.title.startsWith('\u{2717} long')")

    try await browser.evaluate("[...document.querySelectorAll('.actions button')][0].click()")
    try await browser.wait(for: "document.querySelector('.page-head .badge-running') !== null")
    try await browser.wait(
      for: "document.querySelectorAll('[aria-label=Attempts] tbody tr').length === 2")
    // The log of a job that had ended goes on while it is tried again.
    try await browser.wait(for: "document.querySelector('.log').textContent.includes('attempt 2')")
    _ = try await service.client.cancel(job: job.id)
    try await browser.wait(for: "document.querySelector('.page-head .badge-canceled') !== null")

    try await browser.enter("attempt 2", in: ".section input[type=search]")
    try await browser.wait(
      for: "!document.querySelector('.log').textContent.includes('attempt 1')")
    #expect(try await browser.text(of: ".log").contains("attempt 2"))
    let whole = try await browser.asynchronous(
      """
      const done = arguments[0];
      fetch(document.querySelector("a[download$='.log']").href)
        .then((answer) => answer.text()).then((text) => done(/attempt 1[^]*attempt 2/.test(text)));
      """)
    #expect(whole == .bool(true))
    try await browser.enter("no such words", in: ".section input[type=search]")
    try await browser.wait(
      for: "document.querySelector('.log:empty')?.dataset.empty.includes('No line')")
    try await browser.expectNoErrors()
  }

  @Test("A log is followed to its end, but not while one reads further up")
  func followedLog() async throws {
    // A job for this test's own worker.
    var spec = try JobSpec.make(name: "talks", dataset: stage.dataset)
    spec.needs.threads = 1000
    let client = service.client
    let job = try await client.submit(spec)
    let lease = try #require(
      try await client.claim(
        ClaimRequest(workerId: "talker", host: "h", pid: 1, threads: 1000, waitSeconds: 10)))
    func say(_ lines: ClosedRange<Int>, after start: String = "") async throws {
      let log = lines.map { LogLine(time: Date(), text: "\(start)line \($0)") }
      try await client.send(
        RecordBatch(lease: lease.token, sequence: lines.lowerBound, log: log), job: job.id)
      try await browser.wait(
        for: "document.querySelector('.log').textContent.includes('line \(lines.upperBound)\\n')")
    }
    try await stage.open("jobs/\(job.id)")
    try await say(1...200)
    let log = "document.querySelector('.log')"
    let isAtEnd = "\(log).scrollTop + \(log).clientHeight >= \(log).scrollHeight - 8"
    let follows = "document.querySelector('.check input').checked"
    try await browser.wait(for: isAtEnd)

    try await browser.evaluate("\(log).scrollTop = 0")
    try await browser.wait(for: "!\(follows)")
    try await say(201...210)
    #expect(try await browser.number("\(log).scrollTop") == 0)

    // Whoever reads in the middle of a long one is still there when it is read once more.
    try await say(211...400, after: String(repeating: "long ", count: 200))
    try await browser.evaluate("\(log).scrollTop = \(log).scrollHeight / 2")
    let place = try await browser.number("\(log).scrollTop")
    let status = "document.querySelector('.live').dataset.status"
    try await browser.evaluate("dispatchEvent(new Event('pagehide'))")
    try await browser.wait(for: "\(status) === 'paused'")
    try await browser.evaluate(
      "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    try await browser.wait(for: "\(status) === 'live'")
    try await say(401...410)
    #expect(try await browser.number("\(log).scrollTop") == place)
    #expect(try await browser.evaluate(follows) == .bool(false))

    try await browser.evaluate("document.querySelector('.check input').click()")
    try await browser.wait(for: isAtEnd)
    try await say(411...420)
    #expect(try await browser.evaluate("\(follows) && \(isAtEnd)") == .bool(true))
    try await client.complete(
      job: job.id, Completion(lease: lease.token, outcome: .failed, retryable: false))
    try await browser.expectNoErrors()
  }

  @Test("A job that trains shows how far it is; jobs that wait, their places in the queue")
  func progressAndPlaces() async throws {
    let long = try await service.client.submit(
      JobSpec.make(name: "long", dataset: stage.dataset, epochs: 500))
    let next = try await service.client.submit(
      JobSpec.make(name: "next", dataset: stage.dataset, epochs: 1))
    var urgent = try JobSpec.make(name: "urgent", dataset: stage.dataset, epochs: 1)
    urgent.priority = 5
    let first = try await service.client.submit(urgent)
    try await stage.open("jobs")
    let row = { (job: Job) in "document.querySelector(\"tr[data-id='\(job.id)']\")" }
    try await browser.wait(
      for: "Number(\(row(long)).querySelector('[role=progressbar]').ariaValueNow) > 0")
    for cell in ["Step", "Images / s", "Left"] {
      try await browser.wait(
        for: "/\\d/.test(\(row(long)).querySelector('[data-label=\"\(cell)\"]').textContent)")
    }
    let place = { (job: Job) in "\(row(job)).querySelector('[data-label=Progress]').textContent" }
    try await browser.wait(for: "\(place(first)).startsWith('next')")
    try await browser.wait(for: "\(place(next)).startsWith('#2')")
    try await browser.evaluate("(location.hash = '#/jobs/\(next.id)')")
    let fact =
      "[...document.querySelectorAll('.fact')].find((f) => f.textContent.startsWith('Place')).querySelector('dd').textContent"
    try await browser.wait(for: "\(fact) === '2'")
    _ = try await service.client.cancel(job: first.id)
    try await browser.wait(for: "\(fact) === '1'")
    try await browser.evaluate("history.back()")
    try await browser.wait(for: "\(place(next)).startsWith('next')")
    for job in [next, long] { _ = try await service.client.cancel(job: job.id) }
    try await browser.wait(for: "\(row(long)).querySelector('.badge-canceled') !== null")
    try await browser.expectNoErrors()
  }

  @Test("Groups and words choose among the jobs, and the URL keeps them")
  func jobGroups() async throws {
    try await stage.open("jobs?show=succeeded&find=float")
    try await browser.wait(for: "document.querySelectorAll('tbody tr').length === 1")
    #expect(try await browser.text(of: "tbody a.name") == "float")
    try await browser.click("input[value=failed]")
    try await browser.wait(for: "document.querySelector('.state-title') !== null")
    try await browser.wait(for: "location.hash.includes('show=failed')")
  }
}
