import Client
import Experiments
import Foundation
import Store
import TestSupport
import Testing

extension DashboardTests {
  @Test("A table of 5,000 runs: short to draw, sorted, grouped, chosen from, saved")
  func manyRuns() async throws {
    let folder = try Scratch.folder()
    try Self.storeRuns(5000, in: folder)
    let many = try await LiveService.start(folder: folder, workers: 0)
    defer { many.end() }
    try await browser.open(blankFirst: many.url, "runs")
    try await browser.wait(
      for: "document.querySelector('.page-head .muted').textContent === '5\u{202F}000 runs'")
    // Of the rows only those in view are elements.
    #expect(try await browser.number("document.querySelectorAll('tbody tr').length") < 100)
    #expect(
      try await browser.evaluate("document.querySelector('table').ariaRowCount") == .string("5001"))
    #expect(try await browser.evaluate("document.querySelector('main b, main img')") == .null)

    let box = "document.querySelector('.table-tall')"
    try await browser.evaluate("(\(box).scrollTop = \(box).scrollHeight)")
    try await browser.wait(
      for: "[...document.querySelectorAll('tbody a.name')].some((a) => a.textContent === 'run 0')")
    try await browser.evaluate("(\(box).scrollTop = 0)")
    let sort =
      "[...document.querySelectorAll('th button')].find((b) => b.textContent === 'Test accuracy')"
    try await browser.evaluate("\(sort).click()")
    try await browser.wait(for: "location.hash.includes('sort=last%3AtestAccuracy.down')")
    try await browser.wait(for: "document.querySelector('tbody .name').textContent === 'run 4999'")

    // The other way, then as they come, then this way again.
    for view in ["sort=last%3AtestAccuracy.up", "", "sort=last%3AtestAccuracy.down"] {
      try await browser.evaluate("\(sort).click()")
      try await browser.wait(for: "(location.hash.split('?')[1] ?? '') === '\(view)'")
    }
    try await browser.waitForFrame()
    try await browser.wait(for: "document.querySelector('tbody .name').textContent === 'run 4999'")

    // With Shift, every row between two is chosen.
    try await browser.evaluate(
      """
      (() => {
        const boxes = document.querySelectorAll("td.select input");
        boxes[0].click();
        boxes[3].dispatchEvent(new MouseEvent("click", { shiftKey: true, bubbles: true, cancelable: true }));
      })()
      """)
    try await browser.wait(for: "document.querySelector('.bulk span').textContent === '4 chosen'")
    #expect(
      try await browser.evaluate("document.querySelector('th.select input').indeterminate")
        == .bool(true))
    try await keepSaved()
    try await browser.click(button: "CSV")
    try await browser.wait(for: "window.saved.length === 1")
    #expect(
      try await browser.evaluate("saved[0][2].trim().split('\\n').length") == .integer(5001))
    #expect(
      try await browser.evaluate("saved[0][2].split('\\n')[1].split(',')[1] === 'run 4999'")
        == .bool(true))

    try await browser.open(blankFirst: many.url, "runs?group=bits&cols=bits,last:testAccuracy")
    try await browser.wait(
      for:
        "document.querySelectorAll('tbody tr').length === 4 && document.querySelector('.page-head .muted').textContent === '4 groups of 5\u{202F}000 runs'"
    )
    #expect(try await browser.text(of: "tbody td:nth-child(2)") == "1\u{202F}250")
    #expect(try await browser.text(of: "tbody td:nth-child(4)").contains("±"))
    try await browser.expectNoErrors()
  }

  @Test("A long table fills a tall window when it opens")
  func tallWindow() async throws {
    let folder = try Scratch.folder()
    // One page of the list: it is drawn once.
    try Self.storeRuns(150, in: folder)
    let many = try await LiveService.start(folder: folder, workers: 0)
    defer { many.end() }
    try await browser.setScreen(width: 1440, height: 3840)
    try await browser.open(blankFirst: many.url, "workers")
    // Nor is it drawn anew as time goes by.
    try await browser.evaluate("(window.setInterval = () => 0, location.hash = '#/runs')")
    try await browser.wait(
      for: """
        [...document.querySelectorAll(".table-tall tbody tr:not(.spacer)")].at(-1)
          .getBoundingClientRect().bottom >= innerHeight
        """)
    try await browser.setScreen(width: 1440, height: 1000)
    try await browser.expectNoErrors()
  }

  /// Puts runs as another program logs them into the database of a folder that no service has yet:
  /// parameters, and an accuracy that rises from run to run.
  static func storeRuns(_ count: Int, in folder: URL) throws {
    let store = try Store(
      path: DataFolder.database(in: folder), migrations: Checkout.migrations)
    try store.write { transaction in
      for index in 0..<count {
        let run = try transaction.createRun(
          RunRequest(
            name: index == 7 ? "<b>run</b><img src=x onerror=alert(1)>" : "run \(index)",
            experiment: "<b>many</b>", parameters: ["bits": "\([2, 3, 4, 8][index % 4])"]),
          now: Date(timeIntervalSince1970: 1_790_000_000 + Double(index)))
        // The last ones have an accuracy, the best last.
        guard index >= count - 400 else { continue }
        let point = MetricPoint(
          key: "testAccuracy", step: 1, value: Double(index) / Double(count), time: Date())
        try transaction.log(metrics: [point], run: run.id)
      }
    }
    try store.close()
  }

  @Test("Columns are chosen from what the runs have, and kept")
  func columns() async throws {
    try await stage.open("runs")
    try await browser.wait(for: "document.querySelector('tbody a.name') !== null")
    try await browser.click(button: "Columns")
    try await browser.wait(for: "document.querySelector('.menu:popover-open .check') !== null")
    try await browser.evaluate(
      "[...document.querySelectorAll('.menu .check')].find((c) => c.textContent === 'epochs').querySelector('input').click()"
    )
    try await browser.wait(
      for: "[...document.querySelectorAll('th')].some((th) => th.textContent === 'epochs')")
    try await browser.press("Escape")
    try await browser.wait(for: "document.querySelector('.menu:popover-open') === null")
    try await stage.open("workers")
    try await stage.open("runs")
    try await browser.wait(
      for: "[...document.querySelectorAll('th')].some((th) => th.textContent === 'epochs')")
    try await browser.click(button: "Columns")
    try await browser.click(button: "Usual columns")
    try await browser.wait(
      for: "![...document.querySelectorAll('th')].some((th) => th.textContent === 'epochs')")
    #expect(try await browser.evaluate("localStorage.getItem('runs.columns')") == .null)
  }

  @Test("Of runs that other programs logged the table shows what they logged, not our columns")
  func usualColumns() async throws {
    try await stage.open("workers")
    let columns = try await browser.evaluate(
      """
      import("/js/pages/runs/columns.js").then(({ usualColumns }) => {
        const run = (jobId, ...keys) => ({
          jobId, parameters: {}, tags: {}, latest: Object.fromEntries(keys.map((key) => [key, { value: 1, step: 1 }])),
        });
        const others = Array.from({ length: 30 }, (_, i) => run(null, "val/loss", i ? "loss" : "rare", "testLoss"));
        return [[], [run("a", "trainLoss")], [...others, run("a", "trainLoss")]]
          .map((runs) => usualColumns(runs).length + " " + usualColumns(runs).slice(0, 4).join());
      })
      """)
    let ours = "8 bits,last:testAccuracy,last:testLoss,last:trainAccuracy"
    #expect(
      columns
        == .array(
          [ours, ours, "6 last:testLoss,last:val/loss,last:loss,step"].map(JSONValue.string)))
  }

  @Test("A filter in MLflow's grammar narrows the table; a wrong one is told where it is wrong")
  func filter() async throws {
    try await stage.open("runs?cols=max:testAccuracy")
    try await browser.wait(for: "document.querySelectorAll('tbody tr').length > 1")
    // The runs of other tests need not have it.
    try await browser.wait(
      for: "[...document.querySelectorAll('td.end')].some((td) => td.textContent.endsWith('%'))"
    )
    try await browser.enter(
      "params.quantizer.method = 'none' and metrics.testAccuracy > 0", in: ".filter")
    try await browser.wait(for: "document.querySelectorAll('tbody tr').length === 1")
    #expect(try await browser.text(of: "tbody a.name") == "float")
    try await browser.enter("metrics.testAccuracy >", in: ".filter")
    #expect(try await browser.text(of: "#filter-hint:not(:empty)").contains("expected"))
    try await browser.enter("bits = 3", in: ".filter")
    try await browser.wait(
      for: "document.querySelector('#filter-hint').textContent.includes('params. or tags.')")
    #expect(try await browser.text(of: "tbody a.name") == "float")
    try await browser.enter("sho", in: ".filter")
    try await browser.wait(for: "document.querySelector('tbody a.name').textContent === 'short'")
    #expect(
      try await browser.evaluate("document.querySelector('#filter-hint').textContent")
        == .string(""))
    // Words with signs of the grammar are words: there is no field in front.
    let run = try await service.client.createRun(RunRequest(name: "sweep lr=0.1 in steps"))
    try await browser.enter("lr=0.1 in", in: ".filter")
    try await browser.wait(
      for: "document.querySelector('tbody a.name')?.textContent === '\(run.name)'")
    try await service.client.delete(run: run.id)
    try await stage.open("runs?filter=metrics.testAccuracy%20%3E")
    #expect(try await browser.text(of: ".state-title") == "This filter cannot be read")
    try await browser.evaluate("localStorage.clear()")
    _ = try await browser.errors()
  }

  @Test("A filter that says an order gets it, until a column is chosen")
  func filterOrder() async throws {
    var runs: [Run] = []
    for (name, loss) in [("middle", 2.0), ("best", 1), ("worst", 3)] {
      let run = try await service.client.createRun(RunRequest(name: name, experiment: "orders"))
      try await service.client.log(
        [MetricPoint(key: "loss", step: 1, value: loss, time: Date())], run: run.id)
      runs.append(run)
    }
    let filter = "experiment = 'orders'"
    let names = "[...document.querySelectorAll('tbody a.name')].map((a) => a.textContent).join()"
    let sorted = "document.querySelector('th[aria-sort]')?.textContent"
    try await stage.open("runs?filter=experiment='orders'%20order%20by%20metrics.loss")
    try await browser.wait(for: "\(names) === 'best,middle,worst' && !\(sorted)")
    try await browser.enter(filter, in: ".filter")
    try await browser.wait(for: "\(sorted) === 'Made'")
    // In quotes it is no order.
    try await browser.enter("\(filter) and name != 'order by'", in: ".filter")
    try await browser.wait(for: "location.hash.includes('name') && \(sorted) === 'Made'")
    try await browser.enter("\(filter) order by metrics.loss desc", in: ".filter")
    try await browser.wait(for: "\(names) === 'worst,middle,best' && !\(sorted)")
    try await browser.evaluate("document.querySelector('th.grow button').click()")
    try await browser.wait(for: "\(names) === 'best,middle,worst' && \(sorted) === 'Run'")
    for run in runs { try await service.client.delete(run: run.id) }
    try await browser.expectNoErrors()
  }

  @Test("The answer to a filter that was changed since is dropped")
  func slowAnswer() async throws {
    try await stage.open("runs")
    try await browser.wait(for: "document.querySelectorAll('tbody tr').length > 1")
    try await browser.evaluate(
      """
      (() => {
        const plain = window.fetch;
        window.fetch = async (url, options) => {
          const answer = await plain(url, options);
          if (String(url).includes("short")) await new Promise((go) => (window.release = go));
          return answer;
        };
      })()
      """)
    try await browser.enter("short", in: ".filter")
    try await browser.wait(for: "window.release")
    try await browser.enter("float", in: ".filter")
    let names = "[...document.querySelectorAll('tbody a.name')].map((a) => a.textContent).join()"
    try await browser.wait(for: "\(names) === 'float'")
    _ = try await browser.asynchronous(
      """
      window.release();
      setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => arguments[0](true))));
      """)
    #expect(try await browser.evaluate(names) == .string("float"))
    _ = try await browser.errors()
  }

  @Test("A run of another program appears in the table, and ends on its page")
  func otherPrograms() async throws {
    try await stage.open("runs")
    try await browser.wait(for: "document.querySelectorAll('tbody tr').length > 1")
    try await browser.wait(for: "document.querySelector('.live').dataset.status === 'live'")
    // No event tells of the end of such a run: what looks for it now and then does so at once.
    try await browser.evaluate(
      """
      (() => {
        const plain = window.setInterval;
        window.setInterval = (work, pause) => plain(work, Math.min(pause, 100));
      })()
      """)
    let run = try await service.client.createRun(RunRequest(name: "by hand"))
    let point = MetricPoint(key: "loss", step: 1, value: 1, time: Date())
    try await service.client.log([point], run: run.id)
    let row = "document.querySelector(\"tr[data-id='\(run.id)']\")"
    try await browser.wait(for: row)
    try await browser.evaluate("\(row).querySelector('a.name').click()")
    try await browser.wait(for: "document.querySelector('.page-head .badge-running') !== null")
    _ = try await service.client.change(run: run.id, RunPatch(status: .finished))
    try await browser.wait(for: "document.querySelector('.page-head .badge-finished') !== null")
    #expect(
      try await browser.evaluate("document.title") == .string("\u{2713} by hand · Staircase"))
    try await service.client.delete(run: run.id)
    try await browser.expectNoErrors()
  }

  @Test("Runs are deleted and restored, from the table and from their page")
  func deleteAndRestore() async throws {
    let run = try await service.client.createRun(RunRequest(name: "unwanted"))
    try await stage.open("runs?runs=\(run.id)")
    let row = "tr[data-id='\(run.id)']"
    try await browser.wait(for: "document.querySelector(\"\(row)\") !== null")
    // The first press asks. What is chosen is deleted, also where a filter hides it.
    try await browser.enter("float", in: ".filter")
    try await browser.wait(for: "document.querySelector('.bulk span').textContent.includes('1 of')")
    try await confirm("document.querySelector('.bulk .button:nth-child(3)')")
    try await browser.wait(
      for: "document.querySelector('.notice:not([hidden])')?.textContent.includes('deleted')")
    try await browser.enter("", in: ".filter")
    try await browser.wait(for: "document.querySelectorAll('tbody tr').length > 1")
    #expect(try await browser.evaluate("document.querySelector(\"\(row)\")") == .null)
    try await browser.click("input[value=deleted]")
    try await browser.click("\(row) input")
    try await browser.click(".bulk .button")
    try await browser.wait(for: "document.querySelector(\"\(row)\") === null")

    try await stage.open("runs/\(run.id)")
    let button = "[...document.querySelectorAll('.actions .button')].at(-1)"
    try await browser.wait(for: "\(button)?.textContent === 'Delete'")
    try await confirm(button)
    try await browser.wait(for: "document.querySelector('.notice:not([hidden]) button') !== null")
    try await stage.open("runs/\(run.id)")
    #expect(try await browser.text(of: ".state-error button") == "Restore")
    try await browser.click(".state-error button")
    #expect(try await browser.text(of: "h1") == "unwanted")
    _ = try await browser.errors()
  }

  @Test("Runs are grouped by what is chosen; a group opens as a filter")
  func groups() async throws {
    try await stage.open("runs")
    try await browser.wait(for: "document.querySelector('tbody a.name') !== null")
    try await browser.click(button: "Group")
    let box =
      "[...document.querySelectorAll('.menu .check')].find((c) => /method$/.test(c.textContent))"
    try await browser.wait(for: box)
    try await browser.evaluate("\(box).querySelector('input').click()")
    try await browser.press("Escape")
    try await browser.wait(for: "location.hash.includes('group=quantizer.method')")
    try await browser.click(button: "none")
    try await browser.wait(for: "document.querySelector('tbody a.name')?.textContent === 'float'")
    #expect(
      try await browser.evaluate("document.querySelector('.filter').value")
        == .string("params.\"quantizer.method\" = 'none'"))
    try await browser.expectNoErrors()
  }

  @Test("Float32 runs are in no group of so many bits, nor among what such a group opens")
  func groupedBits() async throws {
    try await stage.open("runs?group=quantizer.weightBits")
    let rows = "[...document.querySelectorAll('tbody tr')]"
    let group = "\(rows).find((row) => row.cells[0].textContent === '2')"
    try await browser.wait(for: "\(group) !== undefined")
    #expect(
      try await browser.evaluate("\(rows).some((row) => row.cells[0].textContent === '–')")
        == .bool(true))
    let count = try await browser.number("Number(\(group).cells[1].textContent)")
    try await browser.click(button: "2")
    let names = "[...document.querySelectorAll('tbody a.name')].map((a) => a.textContent)"
    try await browser.wait(for: "\(names).length === \(count) && \(names).includes('short')")
    #expect(try await browser.evaluate("\(names).includes('float')") == .bool(false))
    try await browser.expectNoErrors()
  }

  @Test("Runs are grouped by a tag with a comma in its name, and the URL keeps it")
  func commaGroup() async throws {
    let run = try await service.client.createRun(
      RunRequest(name: "comma", tags: ["made by, hand": "mine"]))
    try await stage.open("runs?filter=comma")
    try await browser.wait(for: "document.querySelector('tbody a.name')?.textContent === 'comma'")
    try await browser.click(button: "Group")
    let box =
      "[...document.querySelectorAll('.menu .check')].find((c) => c.textContent === 'made by, hand')"
    try await browser.wait(for: box)
    try await browser.evaluate("\(box).querySelector('input').click()")
    let isGrouped = "document.querySelector('td button.link')?.textContent === 'mine'"
    try await browser.wait(for: isGrouped)
    try await browser.wait(for: "location.hash.includes('group=')")
    guard case .string(let hash) = try await browser.evaluate("location.hash.slice(2)") else {
      return #expect(Bool(false))
    }
    try await stage.open(hash)
    try await browser.wait(for: isGrouped)
    try await browser.expectNoErrors()
    try await service.client.delete(run: run.id)
  }

  @Test("Groups stand in the order of their numbers, and say of how many runs their means are")
  func groupedNumbers() async throws {
    let rates = [("0.1", 1), ("0.03", .nan), ("0.03", 2), ("0.003", 3)]
    for (rate, loss) in rates {
      let run = try await service.client.createRun(
        RunRequest(name: "rate", experiment: "rates", parameters: ["rate": rate]))
      try await service.client.log(
        [MetricPoint(key: "loss", step: 1, value: loss, time: Date())], run: run.id)
    }
    // Equal values have no deviation, whatever their sum is rounded to.
    for _ in 0..<3 {
      let run = try await service.client.createRun(
        RunRequest(name: "rate", experiment: "rates", parameters: ["rate": "1"]))
      try await service.client.log(
        [MetricPoint(key: "loss", step: 1, value: 0.1, time: Date())], run: run.id)
    }
    let columns = "last:loss,param:model.name,param:dataset.name"
    try await stage.open(
      "runs?filter=experiment%20%3D%20'rates'&group=rate&sort=group.up&cols=\(columns)")
    let cells = { (column: Int) in
      "[...document.querySelectorAll('tbody td:nth-child(\(column))')].map((td) => td.textContent).join()"
    }
    try await browser.wait(for: "\(cells(1)) === '0.003,0.03,0.1,1'")
    #expect(try await browser.evaluate(cells(3)) == .string("3,2 (1 of 2),1,0.1"))
    // The mean of times has their digits.
    #expect(
      try await browser.evaluate(
        "import('/js/pages/runs/columns.js').then(({ columnOf }) => columnOf('time').unit(4.471))")
        == .string("4.47 s"))
    // Labels that would be the same are written whole.
    #expect(
      try await browser.evaluate(
        "[...document.querySelectorAll('th')].slice(3).map((th) => th.textContent).join()")
        == .string("model.name,dataset.name"))
    for run in try await service.client.runs(filter: "experiment = 'rates'").items {
      try await service.client.delete(run: run.id)
    }
    try await browser.evaluate("localStorage.clear()")
    try await browser.expectNoErrors()
  }

  @Test("A run gets a new name, note and tags; runs are grouped by a tag, which opens as a filter")
  func edit() async throws {
    let run = try await service.client.createRun(
      RunRequest(
        name: "plain", experiment: "edited",
        tags: ["old": "1", "kept": "a = b", "poem": "two\nlines", "note": "First.\nSecond."]))
    try await stage.open("runs/\(run.id)")
    try await browser.wait(for: "document.querySelector('h1')?.textContent === 'plain'")
    #expect(try await browser.text(of: ".page-head .note") == "First.\nSecond.")
    // It has a row of its own, below what can be done with the run.
    let place = { (part: String) in
      "document.querySelector('.page-head .\(part)').getBoundingClientRect()"
    }
    #expect(
      try await browser.evaluate("\(place("note")).top >= \(place("actions")).bottom")
        == .bool(true))
    try await browser.click(button: "Edit")
    let tags = "document.querySelector('.edit textarea:not(.prose)')"
    let note = "document.querySelector('.edit .prose')"
    try await browser.wait(for: "\(tags)?.value === 'kept = a = b\\nold = 1'")
    try await browser.evaluate("\(tags).value = 'owner'")
    try await browser.click(button: "Save")
    try await browser.wait(
      for: "document.querySelector('.edit .field-error').textContent.includes('key = value')")
    try await browser.evaluate("\(tags).value = 'note = again'")
    try await browser.click(button: "Save")
    try await browser.wait(
      for: "document.querySelector('.edit .field-error').textContent.includes('of its own')")
    // What the service refuses is told with the field that it is about.
    try await browser.evaluate(
      "(\(tags).value = '', document.querySelector('.edit input').value = 'n'.repeat(300))")
    try await browser.click(button: "Save")
    #expect(try await browser.text(of: ".toast-failed").contains("/name: "))
    _ = try await browser.errors()
    try await browser.evaluate("\(tags).value = 'kept = a = b\\n\\nowner = O\\'Neil'")
    try await browser.evaluate("document.querySelector('.edit input').value = 'renamed'")
    try await browser.evaluate("\(note).value = 'Diverges.\\nWhy?\\n'")
    try await browser.click(button: "Save")
    try await browser.wait(for: "document.querySelector('h1').textContent === 'renamed'")
    try await browser.wait(for: "document.querySelector('.edit') === null")
    let changed = try await service.client.run(run.id)
    #expect(changed.name == "renamed")
    // What no line can hold is left as it is.
    #expect(
      changed.tags == [
        "kept": "a = b", "owner": "O'Neil", "poem": "two\nlines", "note": "Diverges.\nWhy?",
      ])
    #expect(try await browser.text(of: ".page-head .note") == "Diverges.\nWhy?")

    try await stage.open("runs?group=tag:owner&cols=tag:owner")
    try await browser.click(button: "O'Neil")
    try await browser.wait(for: "document.querySelector('tbody a.name')?.textContent === 'renamed'")
    #expect(
      try await browser.evaluate("document.querySelector('.filter').value")
        == .string("tags.\"owner\" = 'O''Neil'"))
    try await stage.open("runs?group=run:experiment")
    try await browser.click(button: "edited")
    try await browser.wait(for: "document.querySelector('tbody a.name')?.textContent === 'renamed'")
    try await browser.expectNoErrors()
    try await service.client.delete(run: run.id)
  }
}
