import Client
import Experiments
import Foundation
import TestSupport
import Testing

extension DashboardTests {
  private var page: String { "runs/\(stage.quantized.runId)" }

  /// Opens a view of the run and waits until its first figures are drawn.
  private func openRun(_ view: String = "") async throws {
    try await stage.open(page + view)
    try await browser.wait(for: "document.querySelectorAll('.figure .legend b').length > 3")
  }

  @Test("The run page shows what the run recorded: accuracy, step sizes, layers, the staircase")
  func runPage() async throws {
    let run = try await service.client.run(stage.quantized.runId)
    let accuracy = try #require(run.latest["testAccuracy"]).value
    let layers = Set(try await service.client.stepSizes(run: run.id).map(\.layer))

    try await openRun()
    #expect(try await browser.text(of: "[data-fact='Test accuracy']") == Self.percent(accuracy))
    #expect(try await browser.evaluate("document.title") == .string("\u{2713} short · Staircase"))
    #expect(
      try await browser.number("document.querySelectorAll('.multiple').length")
        == Double(layers.count))
    #expect(
      try await browser.number("document.querySelectorAll('[aria-label=Layers] tbody tr').length")
        == Double(layers.count))
    #expect(
      try await browser.evaluate("document.querySelector('.staircase-plot').ariaLabel")
        == .string("Staircase"))
    try await browser.evaluate("document.querySelector('.staircase-plot').scrollIntoView()")
    try await browser.wait(
      for: "document.querySelector('.staircase-plot[aria-label*=\"step size\"]') !== null")
    try await browser.evaluate("document.querySelector('.file, .log').scrollIntoView()")
    try await browser.wait(for: "document.querySelector('.log').textContent.includes('epoch 2')")
    try await browser.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    try await browser.wait(for: "document.querySelector('.file a') !== null")
    try await browser.expectNoErrors()
  }

  @Test("On a phone the names of layers are whole")
  func wholeNames() async throws {
    try await browser.setScreen(width: 390, height: 780)
    try await openRun()
    let cut = """
      [...document.querySelectorAll(".multiple-name > span:first-child")]
        .filter((name) => name.scrollWidth > name.clientWidth).length
      """
    #expect(try await browser.number(cut) == 0)
    try await browser.setScreen(width: 1440, height: 1000)
    try await browser.expectNoErrors()
  }

  @Test("A chart zooms where it is dragged over, pans with Shift, and the URL holds the view")
  func zoom() async throws {
    try await openRun()
    try await browser.drag(".plot", from: 0.4, to: 0.7)
    try await browser.wait(for: "location.hash.includes('x=')")
    let zoomed = try await browser.evaluate("location.hash")
    try await browser.evaluate("document.querySelector('.plot').focus()")
    try await browser.press("-")
    guard case .string(let hash) = zoomed else { return #expect(zoomed == .null) }
    try await browser.wait(for: "location.hash !== \(WebDriver.quoted(hash))")
    try await browser.press("Escape")
    try await browser.wait(for: "!location.hash.includes('x=')")

    try await openRun("?x=4~9&axis=step&s=absolute&smooth=0.2&log=Loss")
    #expect(
      try await browser.evaluate("document.querySelector('[title=\"Zoom out\"]').hidden")
        == .bool(false))
    #expect(
      try await browser.evaluate(
        "document.querySelector('[aria-label=\"Logarithmic axis of Loss\"]').ariaPressed")
        == .string("true"))
    #expect(
      try await browser.evaluate("document.querySelector('input[value=absolute]').checked")
        == .bool(true))
    #expect(try await browser.text(of: ".slider output") == "0.20")
  }

  @Test("A tap on a chart leaves the cursor there, until another place is chosen")
  func tap() async throws {
    try await openRun()
    try await browser.evaluate(
      """
      ((plot) => {
        const { left, top, width, height } = plot.getBoundingClientRect();
        const place = { clientX: left + width / 2, clientY: top + height / 2 };
        for (const name of ["pointerdown", "pointerup", "pointerleave"])
          plot.dispatchEvent(new PointerEvent(name, { ...place, pointerType: "touch", pointerId: 7 }));
      })(document.querySelector(".plot"))
      """)
    #expect(try await browser.text(of: ".plot-place").hasPrefix("step "))
    try await browser.evaluate("document.querySelector('.plot').dispatchEvent(new Event('blur'))")
    try await browser.wait(for: "document.querySelector('.plot-place:not(:empty)') === null")
    try await browser.expectNoErrors()
  }

  @Test("Nothing on the page moves while the cursor does, nor as layers are first seen")
  func stillWhilePointing() async throws {
    // There the legend of accuracies has just enough room.
    try await browser.setScreen(width: 1060, height: 1000)
    try await openRun()
    let heights = { (what: String) in
      "[...document.querySelectorAll('\(what)')].map((one) => one.offsetHeight).join()"
    }
    let figures = try await browser.evaluate(heights(".figure"))
    let layers = try await browser.evaluate(heights(".multiple"))
    try await browser.evaluate("document.querySelector('.plot').focus()")
    for _ in 0..<4 {
      try await browser.press("PageUp")
      #expect(try await browser.evaluate(heights(".figure")) == figures)
    }
    try await browser.evaluate("document.querySelector('.multiples').scrollIntoView()")
    try await browser.wait(for: "document.querySelector('.multiple-values b')?.textContent")
    #expect(try await browser.evaluate(heights(".multiple")) == layers)
    try await browser.setScreen(width: 1440, height: 1000)
    try await browser.expectNoErrors()
  }

  @Test("A figure is made as wide as the page, and small again")
  func largeFigure() async throws {
    try await openRun()
    let plot = "document.querySelector('.plot')"
    let (width, height) = (
      try await browser.number("\(plot).clientWidth"),
      try await browser.number("\(plot).clientHeight")
    )
    try await browser.click(".figure [title=Large]")
    try await browser.wait(
      for: """
        \(plot).clientWidth > 1.8 * \(width) && \(plot).clientHeight > 1.8 * \(height)
          && \(plot).querySelector("canvas").clientWidth > 1.8 * \(width)
        """)
    try await browser.click(".figure [title=Large]")
    try await browser.wait(
      for: "Math.abs(\(plot).querySelector('canvas').clientWidth - \(width)) < 2")
    try await browser.expectNoErrors()
  }

  @Test("The axis of the curves may be steps, epochs or time")
  func axes() async throws {
    try await openRun()
    let progress = try #require(stage.quantized.progress)
    for (axis, end) in [
      ("epoch", "\(progress.epochs)"), ("time", "s"), ("step", "\(progress.steps)"),
    ] {
      try await browser.click("input[value=\(axis)]")
      try await browser.wait(for: "document.querySelector('.figure .legend b')?.textContent")
      let place = try await placeAtEnd()
      // A time ends in its unit.
      #expect(axis == "time" ? place.hasSuffix(end) : place == end, "\(axis): \(place)")
      // What is heard has the unit, and where it is.
      let said = "document.querySelector('.plot').ariaLabel"
      #expect(
        try await browser.evaluate("/^Loss: Train [\\d.]+, .* at \(axis) /.test(\(said))")
          == .bool(true))
    }
    try await browser.expectNoErrors()
  }

  @Test("A layer that is chosen is pointed out everywhere, in the URL too")
  func layers() async throws {
    try await openRun()
    try await browser.evaluate("document.querySelector('.multiples').scrollIntoView()")
    try await browser.click(".multiple:nth-child(3)")
    let name = try await browser.evaluate(
      "document.querySelector('.multiple:nth-child(3) .multiple-name span').textContent")
    guard case .string(let layer) = name else { return #expect(name == .null) }
    try await browser.wait(for: "location.hash.includes('layer=\(layer)')")
    try await browser.wait(
      for: "document.querySelector('tr[aria-selected=true]')?.dataset.id === '\(layer)'")
    let figure =
      "[...document.querySelectorAll('.figure')].find((f) => f.querySelector('h3').textContent === 'Step size, weights')"
    try await browser.wait(
      for: "\(figure).querySelector('.legend').textContent.startsWith('\(layer)×')")
    try await browser.press("]")
    try await browser.wait(for: "!location.hash.includes('layer=\(layer)')")
    // Who works with keys goes on from the section that a link leads to.
    try await browser.evaluate(
      "[...document.querySelectorAll('.subnav a')].find((a) => a.textContent === 'Layers').click()")
    #expect(
      try await browser.evaluate("document.activeElement.querySelector('h2')?.textContent")
        == .string("Layers"))
    // That link leads others to the section, too.
    try await browser.wait(for: "location.hash.includes('at=layers')")
    try await stage.open(page + "?at=layers")
    try await browser.wait(
      for: "document.querySelector('.subnav a[aria-current]')?.textContent === 'Layers'")
    // Few metrics have no field that finds some: that of the log is the first.
    try await browser.press("/")
    #expect(
      try await browser.evaluate("document.activeElement.ariaLabel") == .string("Filter lines"))
  }

  @Test("The table of layers holds step sizes against those of least error, and signal to noise")
  func leastError() async throws {
    try await openRun()
    try await browser.evaluate("document.querySelector('[aria-label=Layers]').scrollIntoView()")
    let cells = "[...document.querySelectorAll('td[data-label=\"s / s of least error\"]')]"
    try await browser.wait(
      for: "\(cells).length > 0 && \(cells).every((cell) => cell.textContent.startsWith('×'))")
    let noise =
      "[...document.querySelectorAll('td[data-label=\"SNR w\"]')].map((cell) => parseFloat(cell.textContent))"
    try await browser.wait(for: "\(noise).every((decibels) => decibels > 0)")
    // The first layer has 8 bits, the third 2.
    #expect(try await browser.evaluate("\(noise)[0] > \(noise)[2] + 10") == .bool(true))
    try await browser.expectNoErrors()
  }

  @Test("The slider of the staircase goes through time")
  func staircase() async throws {
    try await openRun()
    try await browser.evaluate("document.querySelector('.staircase-plot').scrollIntoView()")
    try await browser.wait(for: "document.querySelectorAll('.st-bar').length > 3")
    #expect(try await browser.text(of: ".staircase .pairs").contains("s / sMSE×"))
    #expect(
      try await browser.number("document.querySelectorAll('.st-mark.own').length") == 1)
    let last = try await browser.text(of: ".timeline output")
    try await browser.enter("0", in: ".timeline input")
    #expect(try await browser.text(of: ".timeline output") == "step 0")
    #expect(last != "step 0")
    try await browser.wait(for: "location.hash.includes('h=0')")
    try await browser.click(".staircase input[value=activation]")
    try await browser.wait(
      for: "document.querySelector('.staircase .pairs').textContent.includes('unsigned')")
  }

  @Test("Under lsq+ the staircase of activations stands at their offset, which is told")
  func offset() async throws {
    var spec = try JobSpec.make(name: "lsq+", dataset: stage.dataset, epochs: 1)
    spec.quantizer.method = .lsqPlus
    let job = try await service.waitForEnd(of: service.client.submit(spec).id)
    let histograms = try await service.client.histograms(
      run: job.runId, quantizer: "stage1.block1.conv1.input")
    let offset = try #require(histograms.last?.offset)
    try await stage.open("runs/\(job.runId)?layer=stage1.block1.conv1&kind=activation")
    try await browser.wait(for: "document.querySelectorAll('.figure .legend b').length > 3")
    try await browser.evaluate("document.querySelector('.staircase-plot').scrollIntoView()")
    try await browser.wait(
      for: "document.querySelector('.staircase-plot[aria-label*=\", offset \"]') !== null")
    let told = try await browser.evaluate(
      """
      import("/js/format.js").then((format) =>
        document.querySelector(".staircase .pairs").textContent
          .includes(`Offset of the levels${format.number(\(offset), 4)}`))
      """)
    #expect(told == .bool(true))
    try await browser.click(".staircase input[value=weight]")
    try await browser.wait(
      for: "document.querySelector('.staircase .pairs').textContent.includes(', signed')")
    #expect(try await !browser.text(of: ".staircase .pairs").contains("Offset"))
    try await service.client.delete(run: job.runId)
    try await browser.expectNoErrors()
  }

  @Test("An offset moves the levels of the staircase, its thresholds and what each code holds")
  func movedLevels() async throws {
    try await stage.open("workers")
    let found = try await browser.evaluate(
      """
      import("/js/models/occupancy.js").then(({ occupancy, transferPath }) => {
        const range = { low: 0, high: 2 };
        const path = (given) => transferPath(given, range, 0, 4).join(" ");
        const moved = { low: 0, high: 4, counts: [4, 4, 4, 4], stepSize: 1, offset: 0.25 };
        return [path({ stepSize: 1 }), path(moved), occupancy(moved, range).shares.join(" ")].join("; ");
      })
      """)
    #expect(
      found
        == .string(
          "0,0 0.5,0 0.5,1 1.5,1 1.5,2 4,2; "
            + "0,0.25 0.75,0.25 0.75,1.25 1.75,1.25 1.75,2.25 4,2.25; 0.1875 0.25 0.5625"))
  }

  @Test("The staircase shows the layer that was chosen while it was out of view")
  func staircaseOutOfView() async throws {
    try await openRun()
    let plot = "document.querySelector('.staircase-plot')"
    try await browser.evaluate("\(plot).scrollIntoView()")
    try await browser.wait(for: "document.querySelectorAll('.st-bar').length > 3")
    try await browser.evaluate("scrollTo(0, 0)")
    try await browser.wait(for: "\(plot).getBoundingClientRect().top > innerHeight + 200")
    // Every observer of what is in view has spoken by then.
    _ = try await browser.asynchronous(
      "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0], 0, true)))")
    try await browser.evaluate("document.querySelector('[aria-label=Layers] .link').click()")
    try await browser.wait(for: "location.hash.includes('layer=stem')")
    try await browser.evaluate("\(plot).scrollIntoView()")
    try await browser.wait(for: "\(plot).ariaLabel.startsWith('stem.weight at step')")
    #expect(try await browser.text(of: ".staircase .pairs").contains("8, signed"))
    try await browser.expectNoErrors()
  }

  @Test("A job is canceled and tried again on the page of its run, which then gets step sizes")
  func retry() async throws {
    let job = try await stage.submitPaused(name: "again", epochs: 1)
    _ = try await service.client.cancel(job: job.id)
    try await stage.open("runs/\(job.runId)")
    try await browser.wait(for: "document.querySelector('.page-head .badge-canceled') !== null")
    let multiples = "document.querySelector('.multiples')"
    try await browser.wait(
      for:
        "!\(multiples).checkVisibility() && document.querySelector('.live').dataset.status === 'live'"
    )
    try await browser.click(button: "Retry")
    try await browser.wait(for: "document.querySelector('.page-head .badge-queued') !== null")
    _ = try await service.client.setQueue(paused: false)
    try await browser.evaluate("scrollTo(0, 0)")
    try await browser.wait(for: "document.querySelector('.page-head .badge-succeeded') !== null")
    try await browser.wait(for: "\(multiples).checkVisibility()")
    try await browser.wait(for: "document.querySelectorAll('.multiple').length > 3")
    try await browser.expectNoErrors()
  }

  @Test("The staircase plays through training, and stops at its end")
  func playing() async throws {
    try await openRun("?h=0")
    try await browser.evaluate("document.querySelector('.staircase-plot').scrollIntoView()")
    try await browser.wait(for: "document.querySelectorAll('.st-bar').length > 3")
    try await browser.wait(
      for: "document.querySelector('.timeline output').textContent === 'step 0'")
    let end = try await browser.evaluate("document.querySelector('.timeline input').max")
    try await browser.click(".timeline button")
    #expect(try await browser.text(of: ".timeline button") == "Pause")
    guard case .string(let last) = end else { return #expect(end == .null) }
    try await browser.wait(for: "document.querySelector('.timeline input').value === '\(last)'")
    try await browser.wait(
      for: "document.querySelector('.timeline button').textContent === 'Play through training'")
    #expect(try await browser.text(of: ".timeline output") != "step 0")
    try await browser.expectNoErrors()
  }

  @Test("Any chart is saved as a picture, and its data as a table")
  func export() async throws {
    try await openRun()
    try await browser.evaluate("document.querySelector('.staircase-plot').scrollIntoView()")
    try await browser.wait(for: "document.querySelectorAll('.st-bar').length > 3")
    try await keepSaved()
    let titles = ["Loss", "Step sizes by layer", "Staircase"]
    for title in titles {
      for kind in ["a table", "a picture"] {
        try await browser.click("[aria-label=\"Save \(title) as \(kind)\"]")
      }
    }
    try await browser.wait(for: "window.saved.length === \(titles.count * 2)")
    #expect(
      try await browser.number(
        "saved.filter(([type, size]) => type === 'image/png' && size > 3000).length")
        == 3)
    #expect(
      try await browser.evaluate(
        "saved.some(([, , text]) => text.startsWith('line,x,y\\nTrain,1,'))")
        == .bool(true))
    #expect(
      try await browser.evaluate(
        "saved.some(([, , text]) => text.startsWith('layer,kind,step,stepSize\\nstem,'))")
        == .bool(true))
    #expect(
      try await browser.evaluate(
        "saved.some(([, , text]) => text.startsWith('from,to,values,code,level'))")
        == .bool(true))
  }

  @Test("Pictures and short texts among the files are shown on the page, as what they are")
  func files() async throws {
    let run = try await service.client.createRun(RunRequest(name: "with files"))
    let folder = try Scratch.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let picture = #"<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"/>"#
    for (name, content) in [("a.txt", "<i>x</i>"), ("b.svg", picture), ("c.bin", "x")] {
      let file = folder.appending(path: name)
      try Data(content.utf8).write(to: file)
      try await service.client.upload(file: file, run: run.id, path: "notes/\(name)")
    }
    try await stage.open("runs/\(run.id)")
    try await browser.wait(for: "document.querySelectorAll('.file').length === 3")
    let link = "[...document.querySelectorAll('.subnav a')].find((a) => a.textContent === 'Files')"
    try await browser.wait(for: "!\(link).hidden")
    #expect(try await browser.number("document.querySelectorAll('.file button').length") == 2)
    for name in ["a.txt", "b.svg"] {
      try await browser.click("[aria-label='Show notes/\(name)']")
    }
    try await browser.wait(
      for: "document.querySelector('.file-view pre')?.textContent === '<i>x</i>'")
    try await browser.wait(for: "document.querySelector('.file-view img')?.naturalWidth === 7")
    try await browser.click("[aria-label='Show notes/a.txt']")
    #expect(
      try await browser.evaluate("document.querySelector('.file-view').hidden") == .bool(true))
    try await browser.expectNoErrors()
  }

  @Test("Metrics of another program keep their names and units, and tell their last value")
  func otherProgram() async throws {
    let run = try await service.client.createRun(RunRequest(name: "other"))
    let time = Date(timeIntervalSince1970: 1)
    let values: [(String, (Int) -> Double)] = [
      ("loss", { 1 / Double($0 + 1) }), ("val_accuracy", { 70 + Double($0) }),
      ("train/loss", { _ in 5 }), ("train_loss", { 2 - Double($0) / 10 }),
    ]
    for (key, value) in values {
      try await service.client.log(
        (0..<10).map { MetricPoint(key: key, step: $0, value: value($0), time: time) }, run: run.id)
    }
    try await stage.open("runs/\(run.id)")
    try await browser.wait(for: "document.querySelectorAll('.figure .legend b').length === 4")
    func last(_ title: String) -> String {
      "[...document.querySelectorAll('.figure')].find((figure) => figure.querySelector('h3')"
        + "?.textContent === '\(title)')?.querySelector('.legend b')?.textContent"
    }
    for (title, text) in [
      ("Loss", "0.1"), ("val_accuracy", "79"), ("train/loss", "5"), ("train_loss", "1.1"),
    ] {
      try await browser.wait(for: "\(last(title)) === '\(text)'")
    }
    // What it does not know is not there.
    #expect(
      try await browser.evaluate(
        "document.querySelector('[data-fact=\"Test accuracy\"]').parentElement.hidden")
        == .bool(true))
    _ = try await service.client.delete(run: run.id)
    try await browser.expectNoErrors()
  }

  @Test(
    "Step sizes that another program logs are drawn as those of a job, without what it left out")
  func otherQuantizers() async throws {
    let run = try await service.client.createRun(
      RunRequest(name: "other quantizers", parameters: ["quantizer.weightBits": "2"]))
    let quantizers = [
      Quantizer(
        id: "conv1.weight", layer: "conv1", kind: .weight, bits: 2, signed: true, count: 432,
        shape: [16, 3, 3, 3], position: 0)
    ]
    func points(_ steps: Range<Int>) -> [StepPoint] {
      steps.map {
        StepPoint(
          quantizer: "conv1.weight", step: $0, stepSize: 0.1 + Double($0) / 1000, gradient: .nan,
          updateRatio: .nan, mse: .nan, clippedLow: .nan, clippedHigh: .nan, oscillation: .nan)
      }
    }
    try await service.client.log(
      QuantizerBatch(quantizers: quantizers, stepPoints: points(0..<30)), run: run.id)
    try await stage.open("runs/\(run.id)")
    try await browser.wait(for: "document.querySelectorAll('.multiple').length === 1")
    let row = "document.querySelector('[aria-label=Layers] tbody tr')"
    try await browser.wait(for: "\(row)?.textContent.includes('0.129')")
    #expect(try await browser.text(of: "[data-fact='Bits (w / a)']") == "2 / 2")
    #expect(
      try await browser.text(of: ".section:has([aria-label=Layers]) .section-head p")
        .hasPrefix("432 weights in 1 layer: 108 B instead of 1.7 kB in float32"))
    // What comes while the page is open is no number either.
    try await browser.wait(for: "document.querySelector('.live').dataset.status === 'live'")
    try await service.client.log(QuantizerBatch(stepPoints: points(30..<32)), run: run.id)
    try await browser.wait(for: "\(row)?.textContent.includes('0.131')")
    #expect(
      try await browser.evaluate("document.querySelector('.attention').hidden") == .bool(true))
    #expect(
      try await browser.evaluate("document.querySelector('main').textContent.includes('NaN')")
        == .bool(false))
    _ = try await service.client.delete(run: run.id)
    try await browser.expectNoErrors()
  }

  @Test("The accuracy of a run is told against that of the run whose weights it began with")
  func origin() async throws {
    let float = try await service.client.run(stage.float.runId)
    let start = try #require(float.latest["testAccuracy"]).value
    let run = try await service.client.createRun(
      RunRequest(name: "tuned", parameters: ["start.from": "run", "start.id": float.id]))
    let point = MetricPoint(key: "testAccuracy", step: 1, value: start - 0.01, time: Date())
    try await service.client.log([point], run: run.id)
    try await stage.open("runs/\(run.id)")
    let fact = "document.querySelector('[data-fact=\"Against its start\"]')"
    try await browser.wait(for: "\(fact)?.textContent === '\u{2212}1.00 pt'")
    #expect(
      try await browser.evaluate("\(fact).parentElement.querySelector('dt').textContent")
        == .string("To float32"))
    #expect(
      try await browser.evaluate("\(fact).querySelector('a').hash")
        == .string("#/compare?runs=\(run.id),\(float.id)"))
    _ = try await service.client.delete(run: run.id)
    try await browser.expectNoErrors()
  }

  @Test("A start that still trains as the page opens is told as it ended")
  func unfinishedOrigin() async throws {
    let client = service.client
    func log(_ accuracy: Double, step: Int, of run: Run) async throws {
      let point = MetricPoint(key: "testAccuracy", step: step, value: accuracy, time: Date())
      try await client.log([point], run: run.id)
    }
    let start = try await client.createRun(RunRequest(name: "start"))
    try await log(0.5, step: 1, of: start)
    let run = try await client.createRun(
      RunRequest(name: "tuned", parameters: ["start.from": "run", "start.id": start.id]))
    try await log(0.6, step: 1, of: run)
    try await stage.open("runs/\(run.id)")
    let fact = "document.querySelector('[data-fact=\"Against its start\"]')?.textContent"
    try await browser.wait(
      for: "\(fact) === '+10.00 pt' && document.querySelector('.live').dataset.status === 'live'")
    try await log(0.7, step: 2, of: start)
    try await log(0.6, step: 2, of: run)
    try await browser.wait(for: "\(fact) === '\u{2212}10.00 pt'")
    for one in [start, run] { try await client.delete(run: one.id) }
    try await browser.expectNoErrors()
  }

  @Test("Smoothing, units, logarithms and quantities are chosen, and the URL holds each choice")
  func choices() async throws {
    try await openRun()
    let value = try await browser.text(of: ".figure .legend b")
    let hint = "document.querySelector('.figure .legend b').title"
    try await browser.wait(for: "\(hint).startsWith('Smoothed: ')")
    try await browser.evaluate("(window.smoothed = \(hint))")
    try await browser.enter("0.9", in: ".slider input")
    try await browser.wait(for: "\(hint) !== window.smoothed")
    #expect(try await browser.text(of: ".figure .legend b") == value)
    try await browser.click("[aria-label='Logarithmic axis of Loss']")
    try await browser.wait(for: "document.querySelector('.figure [aria-pressed=true]') !== null")
    for choice in [
      "absolute", "multiples", "overlaid", "oscillation", "error", "gradient", "spec",
    ] {
      try await browser.click("input[value=\(choice)]")
    }
    try await browser.click(".section:has(.multiples) .check input")
    for part in [
      "smooth=0.9", "log=Loss", "s=absolute", "sview=overlaid", "health=gradient", "slog=1",
      "details=spec",
    ] {
      try await browser.wait(for: "location.hash.split(/[?&]/).includes('\(part)')")
    }
    #expect(try await browser.text(of: "pre.spec").contains("\"weightBits\": 2"))
    #expect(
      try await browser.evaluate("document.querySelector('.multiples').hidden") == .bool(true))
    try await browser.expectNoErrors()
  }

  @Test("R is drawn for weights and activations, and what the run took of its machine")
  func ratioAndSystem() async throws {
    try await openRun()
    for title in ["R, weights", "R, activations", "Images per second"] {
      let figure =
        "[...document.querySelectorAll('.figure')].find((f) => f.querySelector('h3').textContent === '\(title)')"
      try await browser.evaluate("\(figure).scrollIntoView({ block: 'center' })")
      try await browser.wait(
        for: """
          \(figure).querySelector('.legend').textContent
            && !\(figure).querySelector('.plot-note').textContent
          """)
    }
    try await browser.expectNoErrors()
  }
}
