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
    // Another may do it too.
    for paused in [true, false] {
      _ = try await service.client.setQueue(paused: paused)
      try await browser.wait(for: "document.querySelector('.notice').hidden === \(!paused)")
    }
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

  @Test("What a job waits for, and for how long, is told anew as time goes by")
  func waiting() async throws {
    try await stage.open("workers")
    let told = try await browser.evaluate(
      """
      Promise.all([import("/js/models/queue.js"), import("/js/pages/jobs/columns.js")])
        .then(([{ Queue }, { columnsOf }]) => {
          const queue = new Queue();
          const plain = Date.now;
          let now = plain();
          Date.now = () => now;
          const needs = { threads: 1, memoryBytes: 0, instructionSet: "any" };
          const job = { state: "queued", createdAt: "", attempts: [], spec: { priority: 0, needs } };
          const notBefore = new Date(now + 400_000).toISOString();
          queue.workers.set("w", { ...needs, lastSeenAt: new Date(now + 900_000).toISOString() });
          queue.keep({ ...job, id: "a", notBefore, attempts: [{}] });
          queue.keep({ ...job, id: "b", queuePosition: 1, startsInSeconds: 600 });
          queue.keep({ ...job, id: "c", notBefore });
          const { mark } = columnsOf(queue).find(({ id }) => id === "progress");
          const tell = () => queue.ordered().map((one) => mark(one).split(",")[2]).join("; ");
          const told = [0, 300_000, 400_000].map((later) => {
            now += later;
            return tell();
          });
          queue.workers.get("w").draining = true;
          told.push(tell());
          Date.now = plain;
          return told.join(" | ");
        })
      """)
    #expect(
      told
        == .string(
          """
          next \u{b7} ~10 min; tries again in 6 min 40 s; starts in 6 min 40 s \
          | next \u{b7} ~5 min; tries again in 1 min 40 s; starts in 1 min 40 s | next; #2; #3 \
          | all workers are drained; all workers are drained; all workers are drained
          """))
    try await browser.expectNoErrors()
  }

  @Test("The page of a job that waits says what it lacks, or from when on it may be taken")
  func reasonToWait() async throws {
    var large = try JobSpec.make(name: "large", dataset: stage.dataset)
    large.needs.threads = 64
    var later = try JobSpec.make(name: "later", dataset: stage.dataset)
    later.notBefore = Date(timeIntervalSinceNow: 3 * 86_400 + 1800)
    let fact = """
      [...document.querySelectorAll(".fact")].find((fact) => fact.textContent.startsWith("May start in"))
      """
    for (spec, why) in [(large, "no worker fits"), (later, "No worker takes it before")] {
      let job = try await service.client.submit(spec)
      try await stage.open("jobs/\(job.id)")
      try await browser.wait(
        for: "document.querySelector('.state-hint')?.textContent.includes('\(why)')")
      let told = try await browser.evaluate(
        "\(fact).hidden || \(fact).textContent.endsWith('3 d')")
      #expect(told == .bool(true), "\(spec.name)")
      _ = try await service.client.cancel(job: job.id)
      try await browser.wait(
        for: "document.querySelector('.state-hint').textContent.startsWith('It ended')")
    }
    try await browser.expectNoErrors()
  }

  @Test("A job that waits for another attempt tells what it took so far, and no speed")
  func timeOfAttempts() async throws {
    try await stage.open("workers")
    let told = try await browser.evaluate(
      """
      Promise.all(["jobs/columns", "job/facts", "runs/columns"].map((page) => import(`/js/pages/${page}.js`)))
        .then(([{ columnsOf }, { facts }, { columnOf }]) => {
          const at = (seconds) => new Date(Date.now() + 1000 * seconds).toISOString();
          const ended = [[-7000, -6990], [-3700, -3697]]
            .map(([start, end]) => ({ startedAt: at(start), endedAt: at(end) }));
          const progress = { step: 5, steps: 9, epoch: 0, epochs: 1, imagesPerSecond: 7 };
          const given = { progress, spec: { priority: 0 }, startedAt: at(-7000), endedAt: null };
          const tell = (state, ...attempts) => {
            const job = { ...given, state, attempts };
            const cells = columnsOf({}).filter(({ id }) => ["speed", "time"].includes(id));
            const { element, update } = facts();
            update(job);
            const own = [...element.children].map((fact) => fact.textContent);
            return [...cells.map(({ text }) => text(job)), ...own.slice(2, 4)].join();
          };
          const time = (status) => columnOf("time").text({ ...given, status });
          return [
            tell("blocked"), tell("queued", ...ended), tell("failed", ...ended),
            tell("running", ...ended, { startedAt: at(-2) }), time("scheduled"), time("running"),
          ].join("; ");
        })
      """)
    #expect(
      told
        == .string(
          """
          ,,Images / s\u{2013},Time\u{2013}; ,13 s,Images / s\u{2013},Time13 s; \
          7,13 s,Images / s7,Time13 s; 7,15 s,Images / s7,Time15 s; ; 1 h 56 min
          """))
    try await browser.expectNoErrors()
  }

  @Test("A job that waits is moved to the front of the queue, and given a priority on its page")
  func priority() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    var jobs: [Job] = []
    for name in ["first", "second", "third"] {
      jobs.append(
        try await idle.client.submit(JobSpec.make(name: name, dataset: stage.dataset)))
    }
    try await browser.open(blankFirst: idle.url, "jobs")
    let names = "[...document.querySelectorAll('tbody a.name')].map((a) => a.textContent).join()"
    try await browser.wait(for: "\(names) === 'first,second,third'")
    let front = { (job: Job) in
      "document.querySelector(\"tr[data-id='\(job.id)'] button[aria-label^='To front']\")"
    }
    #expect(try await browser.evaluate(front(jobs[0])) == .null)
    try await browser.evaluate("\(front(jobs[2])).focus()")
    try await browser.press("Enter")
    try await browser.wait(for: "\(names) === 'third,first,second'")
    #expect(try await browser.evaluate(front(jobs[2])) == .null)
    // Who works with keys is still in the row that moved.
    #expect(
      try await browser.evaluate("document.activeElement.closest('tr')?.dataset.id")
        == .string(jobs[2].id))
    try await browser.evaluate("\(front(jobs[1])).click()")
    try await browser.wait(for: "\(names) === 'second,third,first'")
    // Nothing goes before the highest priority there is.
    _ = try await idle.client.change(job: jobs[0].id, JobPatch(priority: 1000))
    try await browser.wait(for: "\(names) === 'first,second,third'")
    try await browser.evaluate("\(front(jobs[2])).click()")
    #expect(try await browser.text(of: ".toast-failed").contains("has priority 1000"))
    _ = try await idle.client.change(job: jobs[0].id, JobPatch(priority: 0))
    try await browser.wait(for: "\(names) === 'second,third,first'")
    try await browser.evaluate("document.querySelector('.toast-failed').remove()")

    try await browser.evaluate("(location.hash = '#/jobs/\(jobs[1].id)')")
    let fact = { (name: String) in
      "[...document.querySelectorAll('.fact')].find((f) => f.textContent.startsWith('\(name)')).querySelector('dd').textContent"
    }
    try await browser.wait(for: "\(fact("Priority")) === '2'")
    try await browser.evaluate(
      "[...document.querySelectorAll('.actions button')].find((b) => b.textContent === 'Priority').focus()"
    )
    try await browser.press("Enter")
    try await browser.wait(for: "document.activeElement.matches('.edit input')")
    #expect(try await browser.evaluate("document.activeElement.value") == .string("2"))
    try await browser.evaluate("(document.activeElement.value = '1001')")
    try await browser.press("Enter")
    #expect(try await browser.text(of: ".toast-failed").contains("/priority"))
    try await browser.evaluate("(document.activeElement.value = '-1')")
    try await browser.press("Enter")
    try await browser.wait(for: "\(fact("Priority")) === '-1' && \(fact("Place")) === '3'")
    try await browser.wait(for: "document.querySelector('.edit') === null")
    // Its place changes with the priorities of others too.
    for (priority, place) in [(-2, "2"), (0, "3")] {
      _ = try await idle.client.change(job: jobs[0].id, JobPatch(priority: priority))
      try await browser.wait(for: "\(fact("Place")) === '\(place)'")
    }
    _ = try await idle.client.cancel(job: jobs[1].id)
    try await browser.wait(for: "document.querySelector('.page-head .badge-canceled') !== null")
    #expect(try await browser.evaluate("document.querySelector('.menu-holder')") == .null)
    // The service refused one priority, which a browser tells as an error.
    #expect(try await browser.errors().allSatisfy { $0.contains("422") })
  }

  @Test("A job that waits for another leads to it")
  func parents() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    let parent = try await idle.client.submit(
      JobSpec.make(name: "<b>parent</b>", dataset: stage.dataset))
    var spec = try JobSpec.make(name: "child", dataset: stage.dataset)
    spec.after = [parent.id]
    let child = try await idle.client.submit(spec)
    try await browser.open(blankFirst: idle.url, "jobs/\(child.id)")
    try await browser.wait(for: "document.querySelector('.page-head .badge-blocked') !== null")
    let link = ".page-head p a[href='#/jobs/\(parent.id)']"
    try await browser.wait(
      for: "document.querySelector(\"\(link)\").textContent === '<b>parent</b>'")
    try await browser.click(link)
    try await browser.wait(for: "document.querySelector('h1')?.textContent === '<b>parent</b>'")
    try await browser.expectNoErrors()
  }

  @Test("Why a job that trains goes no further is told on its page and on that of its run")
  func pausedTraining() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    let job = try await idle.client.submit(JobSpec.make(name: "full", dataset: stage.dataset))
    let lease = try #require(
      try await idle.client.claim(
        ClaimRequest(workerId: "mine", host: "h", pid: 1, threads: 1, waitSeconds: 10)))
    for (page, why) in [("jobs/\(job.id)", "the disk is full"), ("runs/\(job.runId)", "no room")] {
      try await browser.open(blankFirst: idle.url, page)
      try await browser.wait(
        for: """
          document.querySelector('.page-head .badge-running')
            && document.querySelector('.live').dataset.status === 'live'
          """)
      _ = try await idle.client.heartbeat(
        job: job.id,
        Heartbeat(lease: lease.token, progress: nil, resumedFromStep: 0, paused: why))
      try await browser.wait(
        for: """
          [...document.querySelectorAll('.notice:not([hidden])')]
            .some((notice) => notice.textContent === '\(why)')
          """)
    }
    try await browser.expectNoErrors()
  }
}
