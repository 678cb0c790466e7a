import Client
import Experiments
import Foundation
import Testing

extension DashboardTests {
  private var ids: String { "\(stage.quantized.runId),\(stage.float.runId)" }

  @Test("Chosen runs are compared: curves, results, parameters that differ; a link shows the same")
  func compare() async throws {
    try await stage.open("runs?runs=\(ids)")
    try await browser.wait(
      for: "document.querySelector('.bulk .button-main')?.textContent === 'Compare'")
    try await browser.click(".bulk .button-main")
    try await browser.wait(for: "document.querySelector('h1')?.textContent === '2 runs compared'")
    try await browser.wait(for: "document.querySelectorAll('.figure .legend b').length >= 8")
    #expect(
      try await browser.number("document.querySelectorAll('[aria-label=Results] tbody tr').length")
        == 2)
    let differing = "[...document.querySelectorAll('[aria-label=Parameters] tbody th')]"
    #expect(
      try await browser.evaluate(
        "\(differing).some((th) => th.textContent === 'quantizer.method')") == .bool(true))
    #expect(
      try await browser.evaluate("\(differing).some((th) => th.textContent === 'batchSize')")
        == .bool(false))
    try await browser.evaluate("document.querySelector('.check input').click()")
    #expect(
      try await browser.evaluate("\(differing).some((th) => th.textContent === 'batchSize')")
        == .bool(true))
    try await browser.wait(for: "location.hash.includes('all=1')")
    try await browser.expectNoErrors()
  }

  @Test("Accuracy and size are told against the float32 run, or against the one that is chosen")
  func baseline() async throws {
    try await stage.open("compare?runs=\(ids)")
    func row(_ id: String) -> String { "document.querySelector('[data-id=\"\(id)\"]')" }
    let quantized = row(stage.quantized.runId)
    let float = row(stage.float.runId)
    try await browser.wait(for: "/ pt.*×.* smaller/.test(\(quantized)?.textContent)")
    #expect(try await browser.evaluate("\(float).textContent.includes('Δ')") == .bool(false))
    try await browser.enter(stage.quantized.runId, in: ".page-head select")
    try await browser.wait(for: "/ pt.*×.* larger/.test(\(float).textContent)")
    #expect(try await browser.evaluate("\(quantized).textContent.includes('Δ')") == .bool(false))
    try await browser.wait(for: "location.hash.includes('base=\(stage.quantized.runId)')")
    try await browser.expectNoErrors()
  }

  @Test("Of two models of one size none is told to be smaller")
  func equalSizes() async throws {
    var runs: [Run] = []
    for name in ["one", "two"] {
      let run = try await service.client.createRun(
        RunRequest(name: name, parameters: ["quantizer.method": "none"]))
      try await service.client.log(
        [("testAccuracy", 0.5), ("modelBytes", 312_200)].map {
          MetricPoint(key: $0.0, step: 1, value: $0.1, time: Date())
        }, run: run.id)
      runs.append(run)
    }
    try await stage.open("compare?runs=\(runs.map(\.id).joined(separator: ","))")
    let sizes = "[...document.querySelectorAll('td[data-label=Model]')].map((td) => td.textContent)"
    try await browser.wait(for: "\(sizes).join() === '312.2 kB,312.2 kB'")
    for run in runs { try await service.client.delete(run: run.id) }
    try await browser.expectNoErrors()
  }

  @Test("What is written beside points lies on nothing that is written beside others")
  func tags() async throws {
    try await stage.open("workers")
    let told = try await browser.evaluate(
      """
      Promise.all([import("/js/life.js"), import("/js/components/xy-plot.js")])
        .then(([{ Life }, { XYPlot }]) => {
          const life = new Life();
          const plot = new XYPlot(life, "Tags");
          plot.element.style.width = "390px";
          document.querySelector("main").append(plot.element);
          const axis = { label: "x", write: String };
          const points = [[1, 1, "far"], [5, 5, "first"], [5, 5, "beside"], [5, 5, "no room"]]
            .map(([x, y, tag]) => ({ x, y, tag, label: tag, color: "--c0" }));
          plot.update({ points, x: axis, y: axis });
          const told = [...plot.svg.querySelectorAll(".st-value")].map((text) => text.textContent);
          plot.element.remove();
          life.end();
          return told.join();
        })
      """)
    #expect(told == .string("far,first,beside"))
    try await browser.expectNoErrors()
  }

  @Test("A point of an earlier step that comes late is not taken for the latest")
  func latePoint() async throws {
    var runs: [Run] = []
    func log(_ run: Run, step: Int, _ value: Double) async throws {
      try await service.client.log(
        [MetricPoint(key: "loss", step: step, value: value, time: Date())], run: run.id)
    }
    for name in ["on time", "late"] {
      let run = try await service.client.createRun(RunRequest(name: name))
      try await log(run, step: 10, 1)
      runs.append(run)
    }
    try await stage.open("compare?runs=\(runs.map(\.id).joined(separator: ","))")
    let loss = { (run: Run) in
      "document.querySelector('[data-id=\"\(run.id)\"] [data-label=Loss]').textContent"
    }
    try await browser.wait(for: "\(loss(runs[1])) === '1'")
    try await browser.wait(for: "document.querySelector('.live').dataset.status === 'live'")
    try await log(runs[1], step: 5, 9)
    try await log(runs[0], step: 11, 3)
    try await browser.wait(for: "\(loss(runs[0])) === '3'")
    #expect(try await browser.evaluate(loss(runs[1])) == .string("1"))
    try await browser.expectNoErrors()
    for run in runs { try await service.client.delete(run: run.id) }
  }

  @Test("A run that begins while it is compared gets its layers there, and in the end its time")
  func waitingRun() async throws {
    let job = try await stage.submitPaused(name: "waits", epochs: 2)
    try await stage.open("compare?runs=\(job.runId),\(stage.float.runId)")
    let menu = "document.querySelector('select[aria-label=Layer]')"
    try await browser.wait(
      for: """
        !\(menu).checkVisibility() && document.querySelector('.live').dataset.status === 'live'
        """)
    _ = try await service.client.setQueue(paused: false)
    try await browser.wait(for: "\(menu).checkVisibility() && \(menu).options.length > 5")
    _ = try await service.waitForEnd(of: job.id)
    try await browser.evaluate(
      """
      Promise.all([import("/js/format.js"), import("/js/api.js").then(({ get }) => get("/runs/\(job.runId)"))])
        .then(([{ between, seconds }, { startedAt, endedAt }]) => {
          window.took = seconds(between(startedAt, endedAt));
        })
      """)
    try await browser.wait(
      for:
        "document.querySelector('[data-id=\"\(job.runId)\"] [data-label=Time]').textContent === took"
    )
    try await browser.expectNoErrors()
  }

  @Test("Runs of one name, as clones have, are told apart by their ids")
  func namesakes() async throws {
    var runs: [Run] = []
    for _ in 0..<2 {
      runs.append(try await service.client.createRun(RunRequest(name: "clone")))
    }
    try await stage.open("compare?runs=\(runs.map(\.id).joined(separator: ",")),\(ids)")
    let names = runs.map { "clone · \($0.id.prefix(8))" } + ["short", "float"]
    let shown = "[...document.querySelectorAll('[aria-label=Results] .name')]"
    try await browser.wait(for: "\(shown).length === 4")
    #expect(
      try await browser.evaluate("\(shown).map((name) => name.title).sort().join()")
        == .string(names.sorted().joined(separator: ",")))
    // Also on a phone.
    try await browser.setScreen(width: 390, height: 780)
    #expect(
      try await browser.evaluate("\(shown).every((name) => name.scrollWidth <= name.clientWidth)")
        == .bool(true))
    try await browser.setScreen(width: 1440, height: 1000)
    for run in runs { try await service.client.delete(run: run.id) }
    try await browser.expectNoErrors()
  }

  @Test("Long names of compared runs show what tells them apart")
  func longNames() async throws {
    var runs: [Run] = []
    for scale in ["1/sqrt(N)", "1/sqrt(N*Qp)"] {
      let name = "gradientScale \(scale), learningRate 0.01, seed 3"
      runs.append(try await service.client.createRun(RunRequest(name: name)))
    }
    try await stage.open("compare?runs=\(runs.map(\.id).joined(separator: ","))")
    try await browser.wait(
      for: "document.querySelectorAll('[aria-label=Results] tbody tr').length === 2")
    for run in runs {
      let shown = try await browser.evaluate(
        """
        (() => {
          const name = document.querySelector("[data-id='\(run.id)'] .name");
          const range = document.createRange();
          range.setStart(name.firstChild.firstChild, 0);
          range.setEnd(name.firstChild.firstChild, name.textContent.indexOf(","));
          const isSeen = range.getBoundingClientRect().right <= name.getBoundingClientRect().right;
          return [name.textContent, isSeen, name.lastChild.textContent].join("|");
        })()
        """)
      #expect(shown == .string("\(run.name)|true|0.01, seed 3"))
      try await service.client.delete(run: run.id)
    }
    try await browser.expectNoErrors()
  }

  @Test("A run that is not there any more keeps no others from being compared")
  func missingRun() async throws {
    try await stage.open("compare?runs=\(ids),\(String(repeating: "0", count: 32))")
    try await browser.wait(for: "document.querySelector('h1')?.textContent === '2 runs compared'")
    #expect(try await browser.text(of: ".page-head").contains("One of the runs asked for is not"))
    _ = try await browser.errors()
  }

  @Test("Accuracy is drawn against bits and bytes, and anything against anything; points lead on")
  func relations() async throws {
    try await stage.open("compare?runs=\(ids)")
    for (title, words) in [
      ("Accuracy against bits", ["2", "float32"]),
      ("Accuracy against model size", ["kB", "2 / 2", "32"]),
    ] {
      let plot = Self.plot(title)
      try await browser.wait(for: "\(plot)?.querySelectorAll('circle').length === 2")
      for word in words {
        #expect(
          try await browser.evaluate(
            "[...\(plot).querySelectorAll('text')].some((t) => t.textContent.endsWith('\(word)'))")
            == .bool(true), "\(title), \(word)")
      }
      #expect(
        try await browser.evaluate(
          "\(plot).querySelector('a[href=\"#/runs/\(stage.float.runId)\"]') !== null")
          == .bool(true))
    }
    try await browser.enter("last:testLoss", in: "[aria-label='Vertical axis']")
    try await browser.enter("last:modelBytes", in: "[aria-label='Horizontal axis']")
    try await browser.wait(
      for: """
        \(Self.plot("One against another")).textContent.includes('Test loss')
          && location.hash.includes('px=last%3AmodelBytes') && location.hash.includes('py=last%3AtestLoss')
        """)
    try await stage.open("compare?runs=\(ids)&px=last:modelBytes&py=last:testLoss")
    try await browser.wait(
      for: "\(Self.plot("One against another")).querySelectorAll('circle').length === 2")
    try await browser.expectNoErrors()
  }

  @Test("A run leaves all figures by its colour and comes back; with Shift it is alone there")
  func hideRun() async throws {
    try await stage.open("compare?runs=\(ids)&metrics=trainLoss")
    func shows(_ count: Int) -> String {
      """
      \(Self.plot("Train loss"))?.querySelectorAll('.legend b').length === \(count)
        && \(Self.plot("Accuracy against bits"))?.querySelectorAll('circle').length === \(count)
      """
    }
    func press(_ id: String, shift: Bool = false) async throws {
      try await browser.evaluate(
        """
        document.querySelector('[data-id="\(id)"] .eye')
          .dispatchEvent(new MouseEvent("click", { shiftKey: \(shift) }))
        """)
    }
    try await browser.wait(for: shows(2))
    try await press(stage.float.runId)
    try await browser.wait(for: shows(1))
    try await browser.wait(for: "location.hash.includes('hide=\(stage.float.runId.prefix(8))')")
    try await stage.open(
      "compare?runs=\(ids)&metrics=trainLoss&hide=\(stage.float.runId.prefix(8))")
    try await browser.wait(for: shows(1))
    try await press(stage.float.runId, shift: true)
    try await browser.wait(
      for: "location.hash.includes('hide=\(stage.quantized.runId.prefix(8))')")
    try await browser.wait(for: shows(1))
    try await press(stage.float.runId, shift: true)
    try await browser.wait(for: shows(2))
    try await browser.expectNoErrors()
  }

  @Test("Of many runs the first sixteen that are shown have curves, each of a look of its own")
  func manyCurves() async throws {
    var runs: [Run] = []
    for index in 1...18 {
      let run = try await service.client.createRun(RunRequest(name: "run \(index)"))
      let point = MetricPoint(key: "loss", step: 1, value: Double(index), time: Date())
      try await service.client.log([point], run: run.id)
      runs.append(run)
    }
    try await stage.open("compare?runs=\(runs.map(\.id).joined(separator: ","))&sort=name.up")
    func waitForCurves(without names: [String]) async throws {
      try await browser.wait(
        for: """
          (() => {
            const keys = [...document.querySelectorAll("[aria-label=Results] .keyed")];
            const looks = keys.map((key) => key.querySelector(".swatch"))
              .filter((swatch) => !swatch.matches(".hollow, [aria-pressed=false] *"))
              .map((swatch) => swatch.className + swatch.dataset.color);
            return looks.length === 16 && new Set(looks).size === 16
              && keys.filter((key) => key.querySelector(".hollow, [aria-pressed=false]"))
                .map((key) => key.textContent).join() === "\(names.joined(separator: ","))";
          })()
          """)
    }
    func press(_ run: Run) async throws {
      try await browser.click("[data-id='\(run.id)'] .eye")
    }
    try await waitForCurves(without: ["run 17", "run 18"])
    try await press(runs[2])
    try await waitForCurves(without: ["run 3", "run 18"])
    try await keepSaved()
    // What was not read before comes by and by, once it is looked at.
    try await browser.evaluate("document.querySelector('.plot').scrollIntoView()")
    try await browser.wait(
      for: """
        document.querySelector("[aria-label='Save Loss as a table']").click()
          ?? window.saved.some(([, , text]) => /^run 17,1,17$/m.test(text) && !/^run 3,/m.test(text))
        """)
    try await press(runs[2])
    try await waitForCurves(without: ["run 17", "run 18"])
    try await browser.expectNoErrors()
    for run in runs { try await service.client.delete(run: run.id) }
  }

  @Test("Runs of another program are compared by what it logged; bits of float32 mean nothing")
  func otherMetrics() async throws {
    var runs: [String] = []
    for (method, bits, rate) in [("none", "4", "0.1"), ("lsq", "2", "0.01"), ("lsq", "3", "1e-5")] {
      let run = try await service.client.createRun(
        RunRequest(
          name: method,
          parameters: [
            "quantizer.method": method, "quantizer.weightBits": bits, "rate": rate,
          ]))
      // The last one has diverged.
      let score = runs.count == 2 ? .infinity : Double(runs.count)
      let point = MetricPoint(key: "val/score", step: 1, value: score, time: Date())
      try await service.client.log([point], run: run.id)
      runs.append(run.id)
    }
    try await stage.open("compare?runs=\(runs.joined(separator: ","))")
    let heads =
      "[...document.querySelectorAll('[aria-label=Results] th')].map((th) => th.textContent)"
    try await browser.wait(for: "\(heads).join() === 'Run,Val score,Bits,method,rate,Time'")
    try await browser.wait(
      for: """
        [...\(Self.plot("Parallel coordinates")).querySelectorAll("text.parallel-tick")]
          .filter((text) => text.textContent === "none").length === 2
        """)
    try await browser.wait(
      for: "document.querySelector('[aria-label=Results] .lost')?.textContent === '\u{221E}'")
    let told = "[...document.querySelectorAll('[aria-label=Parameters] tbody tr')]"
    #expect(
      try await browser.evaluate(
        "\(told).map((row) => [...row.cells].map((cell) => cell.textContent).join()).join('; ')")
        == .string(
          "quantizer.method,none,lsq,lsq; quantizer.weightBits,\u{2013},2,3; rate,0.1,0.01,1e-5"))
    // What is infinite has no place, and the others keep theirs.
    try await browser.wait(
      for: """
        (() => {
          const dots = [...\(Self.plot("One against another")).querySelectorAll("circle")];
          return dots.length === 2 && dots.every((dot) => Number(dot.getAttribute("cy")) > 0);
        })()
        """)
    for run in runs { _ = try await service.client.delete(run: run) }
    try await browser.expectNoErrors()
  }

  @Test("Compared curves may be drawn over the time since each run began")
  func timeAxis() async throws {
    try await stage.open("compare?runs=\(ids)&metrics=trainLoss")
    let loss = Self.plot("Train loss")
    let said = "\(loss).querySelector('.plot').ariaLabel"
    try await browser.wait(for: "\(said).includes(' at step ')")
    try await browser.click("input[value=time]")
    try await browser.wait(for: "/ at time [\\d.]+ m?s/.test(\(said))")
    try await browser.wait(for: "location.hash.includes('axis=time')")
    try await browser.drag(".plot", from: 0.4, to: 0.7)
    try await browser.wait(for: "!document.querySelector('[title=\"Zoom out\"]').hidden")
    try await browser.click("input[value=step]")
    // Each axis has a range of its own.
    try await browser.wait(for: "document.querySelector('[title=\"Zoom out\"]').hidden")
    try await browser.expectNoErrors()
  }

  @Test("The step sizes of any layer are laid over each other, those of its input too")
  func layerSteps() async throws {
    try await stage.open("compare?runs=\(ids)")
    let section = ".section:has(select[aria-label=Layer])"
    let readout = "document.querySelector('\(section) .figure .legend b')"
    let menu = "document.querySelector('select[aria-label=Layer]')"
    try await browser.wait(for: "\(menu)?.options.length > 5")
    try await browser.evaluate(
      """
      (() => {
        \(menu).scrollIntoView();
        \(menu).value = "fc";
        \(menu).dispatchEvent(new Event("change"));
      })()
      """)
    try await browser.wait(for: "location.hash.includes('layer=fc')")
    try await browser.wait(for: "\(readout)?.textContent.startsWith('×')")
    let weights = try await browser.evaluate("\(readout).textContent")
    try await browser.click("\(section) input[value=activation]")
    try await browser.wait(for: "location.hash.includes('kind=activation')")
    guard case .string(let text) = weights else { return #expect(weights == .null) }
    try await browser.wait(for: "\(readout).textContent !== '\(text)'")
    try await browser.expectNoErrors()
  }

  private static func plot(_ title: String) -> String {
    "[...document.querySelectorAll('.figure')].find((f) => f.querySelector('h3').textContent === '\(title)')"
  }

  @Test("Dragging along a parallel coordinate keeps the runs that lie there, a click all of them")
  func parallel() async throws {
    try await stage.open("compare?runs=\(ids)")
    try await browser.wait(for: "document.querySelectorAll('.parallel-line').length === 2")
    try await browser.evaluate(
      """
      (() => {
        document.querySelector(".parallel").scrollIntoView({ block: "center" });
        document.querySelector(".scroll-x:has(.parallel)").scrollLeft = 1e4;
      })()
      """)
    // The last axis is accuracy: of two runs one lies in its upper half.
    let axis = "[data-axis]:last-child"
    try await browser.drag(axis, from: 0, to: 0.5, isUpright: true)
    try await browser.wait(for: "document.querySelectorAll('.parallel-line.dim').length === 1")
    try await browser.drag(axis, from: 0.9, to: 0.9, isUpright: true)
    try await browser.wait(for: "document.querySelectorAll('.parallel-line.dim').length === 0")
    // So do keys, which stay on their axis.
    try await browser.evaluate("document.querySelector('\(axis)').focus()")
    for (key, dimmed) in [("ArrowUp", 1), ("ArrowDown", 1), ("Escape", 0)] {
      try await browser.press(key)
      try await browser.wait(
        for: "document.querySelectorAll('.parallel-line.dim').length === \(dimmed)")
    }
    #expect(
      try await browser.evaluate("document.activeElement.matches('\(axis)')") == .bool(true))
    try await browser.expectNoErrors()
  }
}
