import Client
import Experiments
import Foundation
import Testing

extension DashboardTests {
  @Test("A worker tells what it does and can, and is drained and given jobs again")
  func workers() async throws {
    try await stage.open("workers")
    try await browser.wait(for: "document.querySelector('tbody tr .badge-queued') !== null")
    #expect(try await browser.text(of: "tbody tr").contains("thread"))
    // Its loopback address is of use on its machine only.
    #expect(try await browser.text(of: ".page-head p").contains("join on this machine:"))
    try await browser.setScreen(width: 390, height: 780)
    #expect(
      try await browser.number(
        "[...document.querySelectorAll('td')].filter((td) => td.scrollWidth > td.clientWidth).length"
      )
        == 0)
    try await browser.setScreen(width: 1440, height: 1000)
    let button = "document.querySelector('.row-actions button')"
    #expect(try await browser.evaluate("\(button).textContent") == .string("Drain"))
    try await browser.evaluate("\(button).click()")
    try await browser.wait(for: "\(button).textContent === 'Resume'")
    #expect(try await browser.text(of: "tbody .badge") == "drained")
    try await browser.evaluate("\(button).click()")
    try await browser.wait(for: "\(button).textContent === 'Drain'")
    try await browser.expectNoErrors()
  }

  @Test("A worker that trains is there as long as its job is told of, and silent then")
  func silence() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    let job = try await idle.client.submit(JobSpec.make(name: "held", dataset: stage.dataset))
    let lease = try #require(
      try await idle.client.claim(
        ClaimRequest(workerId: "mine", host: "h", pid: 1, threads: 1, waitSeconds: 10)))
    try await browser.open(blankFirst: idle.url, "workers")
    let state = "document.querySelector('tbody .badge').textContent"
    try await browser.wait(
      for: "\(state) === 'trains' && document.querySelector('.live').dataset.status === 'live'")
    try await browser.evaluate(
      "(() => { const plain = Date.now; Date.now = () => plain() + 90_000; })()")
    try await browser.wait(for: "\(state) === 'silent'")
    _ = try await idle.client.heartbeat(
      job: job.id, Heartbeat(lease: lease.token, progress: nil, resumedFromStep: 0))
    try await browser.wait(for: "\(state) === 'trains'")
    // It has its job until it has let go of it.
    _ = try await idle.client.cancel(job: job.id)
    try await browser.open(blankFirst: idle.url, "workers")
    #expect(try await browser.text(of: "tbody a.name") == "held")
    try await browser.expectNoErrors()
  }

  @Test("Workers of the service that end as soon as they begin are told with their last words")
  func crashLoop() async throws {
    try await stage.open("jobs")
    try await browser.evaluate(
      """
      (() => {
        const ask = window.fetch;
        const slot = { number: 1, state: "waiting", starts: 4, earlyEnds: 4, crashLoop: true,
          lastEnd: "exited with code 127", lastWords: "no such library" };
        window.fetch = async (path, ...rest) => path === "/api/v1/worker-slots"
          ? new Response(JSON.stringify({ items: [slot] })) : ask(path, ...rest);
        location.hash = "#/workers";
      })()
      """)
    let notice = try await browser.text(of: ".notice-failed:not([hidden])")
    #expect(
      notice
        == "Worker 1 of this service ends as soon as it begins, 4 times so far: exited with "
        + "code 127. It said: no such library")
    try await browser.expectNoErrors()
  }

  @Test("What is said where there are no workers stays as it is, so that it can be copied")
  func noWorkers() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    try await browser.open(blankFirst: idle.url, "jobs")
    try await browser.wait(for: "document.querySelector('.state code') !== null")
    try await browser.evaluate(
      """
      (() => {
        window.works = [];
        window.setInterval = (work) => works.push(work);
        location.hash = "#/workers";
      })()
      """)
    try await browser.wait(
      for: "document.title.startsWith('Workers') && document.querySelector('.state code')")
    let isKept = try await browser.asynchronous(
      """
      const before = document.querySelector(".state");
      works.forEach((work) => work());
      requestAnimationFrame(() => requestAnimationFrame(
        () => arguments[0](works.length > 0 && document.querySelector(".state") === before)));
      """)
    #expect(isKept == .bool(true))
    try await browser.expectNoErrors()
  }
}
