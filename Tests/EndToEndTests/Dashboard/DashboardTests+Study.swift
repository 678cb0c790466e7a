import Client
import Experiments
import Foundation
import Testing

extension DashboardTests {
  @Test("A study's table and figure fill in as its jobs end, and are saved as CSV and Markdown")
  func study() async throws {
    let own = try await LiveService.start()
    defer { own.end() }
    try await browser.open(blankFirst: own.url, "jobs")
    try await browser.click(button: "Pause queue")
    let body: JSONValue = [
      "name": "<i>bits</i>",
      "job": try JSONValue(encoding: JobSpec.make(dataset: stage.dataset, epochs: 1)),
      "grid": ["quantizer.weightBits": [2, 3]],
    ]
    try await browser.wait(for: "!document.querySelector('.notice').hidden")
    let study = try await own.client.submitStudy(json: JSONCoding.encoder().encode(body))

    try await browser.evaluate("(location.hash = '#/studies')")
    #expect(try await browser.text(of: "tbody a.name") == "<i>bits</i>")
    try await browser.click("tbody a.name")
    try await browser.wait(for: "location.hash === '#/studies/\(study.id)'")
    try await browser.wait(for: "document.querySelector('.page-head .badge-queued') !== null")
    let accuracies =
      "[...document.querySelectorAll('td[data-label=\"Test accuracy\"]')].filter((td) => td.textContent.endsWith('%')).length"
    try await browser.wait(
      for: "document.querySelectorAll('[aria-label=Results] tbody tr').length === 2")
    #expect(try await browser.number(accuracies) == 0)
    // A row leads to what its job records.
    let runs = try await own.client.jobs().items.map { "#/runs/\($0.runId)" }
    #expect(
      try await browser.evaluate(
        "[...document.querySelectorAll('[aria-label=Results] a.name')].map((a) => a.hash).sort().join()"
      ) == .string(runs.sorted().joined(separator: ",")))
    try await browser.evaluate("(window.loadedOnce = true)")

    _ = try await browser.asynchronous(
      "fetch('/api/v1/queue/resume', { method: 'POST' }).then(() => arguments[0](true));")
    try await browser.wait(for: "document.querySelectorAll('.xy-plot circle').length >= 1")
    try await browser.wait(for: "document.querySelector('.page-head .badge-succeeded') !== null")
    try await browser.wait(for: "document.querySelectorAll('.xy-plot circle').length === 2")
    try await browser.wait(for: "\(accuracies) === 2")
    #expect(try await browser.evaluate("window.loadedOnce") == .bool(true))
    #expect(try await browser.evaluate("document.querySelector('main i')") == .null)
    for (kind, beginning) in [
      ("csv", "quantizer.weightBits,testAccuracy,"), ("md", "| quantizer.weightBits | testAcc"),
    ] {
      let saved = try await browser.asynchronous(
        """
        const done = arguments[0];
        const link = document.querySelector(".actions a[download$='.\(kind)']");
        fetch(link.href).then((answer) => answer.text()).then((text) => done(text.startsWith("\(beginning)")));
        """)
      #expect(saved == .bool(true), "\(kind)")
    }
    try await browser.enter("testLoss", in: "[aria-label='Vertical axis']")
    try await browser.wait(for: "location.hash.includes('py=testLoss')")
    // It leads to its jobs, among those that are there, and to their runs.
    let other = try await own.client.submit(JobSpec.make(name: "other", dataset: stage.dataset))
    try await browser.click(".actions a[href^='#/jobs']")
    try await browser.wait(for: "document.querySelectorAll('tbody tr').length === 2")
    #expect(
      try await browser.evaluate("document.querySelector('[data-id=\"\(other.id)\"]')") == .null)
    try await browser.evaluate("history.back()")
    try await browser.click(".actions a[href^='#/compare']")
    try await browser.wait(for: "document.querySelector('h1')?.textContent === '2 runs compared'")
    try await browser.expectNoErrors()
  }

  @Test("A study is drawn over what has the most values; what has no room there is cut or left out")
  func studyAxis() async throws {
    try await stage.open("workers")
    let rates = [
      "scale-N-1 0.1", "scale-N-2 0.1", "scale-N-3 0.1", "scale-N-4 0.1", "scale-N-4 0.2",
    ]
    let sizes = ["resnet8 2", "resnet8 4", "resnet8 8", "resnet20 2"]
    let methods = ["fixed", "lsq", "lsq+", "mae", "mse", "pact"]
    let shares = (0..<6).map { "5\($0).00%" }
    for (width, recipe, keys, rows, told) in [
      (900, "gradient-scale", "scale rate", rates, "scale|scale-N-1|scale-N-2|scale-N-3|scale-N-4"),
      (300, "gradient-scale", "scale rate", rates, "scale|sca…-1|sca…-2|sca…-3|sca…-4"),
      (900, "model-size", "network bits", sizes, "model bytes|2|4|8|2"),
      (900, "methods", "method", methods, "method|\((methods + shares).joined(separator: "|"))"),
      (300, "methods", "method", methods, "method|fi…d|lsq|lsq+|mae|mse|pact"),
    ] {
      let shown = try await browser.evaluate(
        """
        Promise.all([import("/js/life.js"), import("/js/pages/study/results.js")])
          .then(([{ Life }, { results }]) => {
            const [life, keys] = [new Life(), "\(keys)".split(" ")];
            const rows = "\(rows.joined(separator: ";"))".split(";").map((row, index) => ({
              labels: Object.fromEntries(row.split(" ").map((value, i) => [keys[i], value])),
              values: { testAccuracy: { mean: 0.5 + index / 100 }, modelBytes: { mean: 9e3 + index } },
              jobs: ["j"],
            }));
            const measures = ["testAccuracy", "modelBytes"];
            const { element, update } = results(life, new Map(), () => {});
            element.style.width = "\(width)px";
            document.querySelector("main").append(element);
            update({ recipe: "\(recipe)", table: { keys, measures, rows } });
            const texts = [...element.querySelectorAll(".xy-plot text")].map((one) => one.textContent);
            const title = element.querySelector("h3").textContent;
            element.remove();
            life.end();
            const others = ["Test accuracy", "Model", ...keys];
            return [title, ...texts.filter((text) => !others.includes(text) && !/^\\d+%$|kB/.test(text))].join("|");
          })
        """)
      #expect(shown == .string("Test accuracy against \(told)"), "\(width), \(recipe)")
    }
    try await browser.expectNoErrors()
  }

  @Test("A grid is written as JSON; what the service refuses is said at its line")
  func grid() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    try await browser.open(blankFirst: idle.url, "studies")
    try await browser.click(".actions a[href='#/studies/new']")
    let area = "document.querySelector('.editor textarea')"
    try await browser.wait(for: "\(area)?.value.includes('learningRate')")
    func replace(_ old: String, by new: String) async throws {
      try await browser.evaluate(
        "\(area).value = \(area).value.replace('\(old)', '\(new)')")
      try await browser.evaluate("\(area).dispatchEvent(new Event('input'))")
    }
    try await replace(#""weightBits": 2"#, by: #""weightBits": 1"#)
    try await browser.click("button[type=submit]")
    try await browser.wait(for: "document.querySelector('.errors button') !== null")
    #expect(try await browser.text(of: ".errors code") == "line 8 · /job/quantizer/weightBits")
    #expect(try await browser.text(of: ".gutter .bad") == "8")
    try await replace(#""weightBits": 1"#, by: #""weightBits": 3"#)
    try await browser.click("button[type=submit]")
    try await browser.wait(for: "document.querySelector('.page-head .badge-queued') !== null")
    let made = try #require(try await idle.client.studies().items.first)
    #expect(made.recipe == nil)
    // Two rates and what they start from, two seeds each.
    #expect(made.jobs.values.reduce(0, +) == 6)
    // The refusal.
    _ = try await browser.errors()
  }

  @Test("A recipe is started from the page of studies, and its jobs are canceled together")
  func recipe() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    try await browser.open(blankFirst: idle.url, "studies")
    #expect(try await browser.text(of: ".state-title") == "No studies yet")
    try await browser.wait(for: "document.querySelectorAll('[aria-label=Recipe] option').length")
    try await browser.enter("bits", in: "[aria-label=Recipe]")
    try await browser.enter("small", in: "[aria-label=Scale]")
    try await browser.enter("2", in: "[aria-label=Seeds]")
    #expect(try await browser.text(of: ".starter-hint").contains("ResNet-18 at 2, 3, 4, 8 bits"))
    try await browser.click(button: "Start 10 jobs")
    try await browser.wait(for: "location.hash.startsWith('#/studies/')")
    #expect(try await browser.text(of: ".notice").hasPrefix("The paper"))
    let made = try #require(try await idle.client.studies().items.first)
    #expect(made.recipe == .bits)
    #expect(made.scale == .small)
    // float32 and four numbers of bits, two seeds each.
    #expect(made.jobs.values.reduce(0, +) == 10)
    try await browser.wait(
      for: "document.querySelectorAll('[aria-label=Results] tbody tr').length === 5")

    try await confirm(
      "[...document.querySelectorAll('.actions button')].find((b) => b.textContent.startsWith('Cancel'))"
    )
    try await browser.wait(for: "document.querySelector('.page-head .badge-canceled') !== null")
    try await browser.click(".crumb a")
    try await browser.wait(for: "document.querySelector('tbody .badge-canceled') !== null")
    #expect(try await browser.text(of: "td[data-label=Jobs]") == "10 / 10")
    try await browser.expectNoErrors()
  }
}
