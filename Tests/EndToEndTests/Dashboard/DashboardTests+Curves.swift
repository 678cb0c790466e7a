import Client
import Experiments
import Foundation
import Testing

/// What curves, axes and numbers say of values that are hard to draw.
extension DashboardTests {
  /// A run as another program logs it; each metric gives its value at a step.
  private func logged(
    _ metrics: [String: @Sendable (Int) -> Double], steps: any Sequence<Int>
  ) async throws -> Run {
    let run = try await service.client.createRun(RunRequest(name: "logged"))
    let time = Date(timeIntervalSince1970: 1_790_000_000)
    for (key, value) in metrics {
      let points = steps.map {
        MetricPoint(key: key, step: $0, value: value($0), time: time + Double($0))
      }
      for first in stride(from: 0, to: points.count, by: 1000) {
        let batch = points[first..<min(first + 1000, points.count)]
        try await service.client.log(Array(batch), run: run.id)
      }
    }
    return run
  }

  private func figure(_ title: String) -> String {
    "[...document.querySelectorAll('.figure')].find((f) => f.querySelector('h3').textContent === '\(title)')"
  }

  @Test("A loss that is NaN for a while breaks its line, and the figure says where")
  func divergence() async throws {
    let run = try await logged(
      [
        "trainLoss": { (300...600).contains($0) ? .nan : 2 }, "nothing": { _ in .nan },
        "gone": { $0 > 500 ? .infinity : 1 },
      ], steps: stride(from: 0, through: 1000, by: 10))
    try await stage.open("runs/\(run.id)?smooth=0")
    for (title, said) in [("Loss", "NaN from step 300 to 600"), ("Gone", "∞ from step 510 to 1")] {
      try await browser.wait(
        for: "\(figure(title)).querySelector('.plot-lost').textContent.startsWith('\(said)')")
    }
    #expect(
      try await browser.evaluate(
        "\(figure("Loss")).querySelector('.plot').ariaLabel.includes('Train: NaN from step 300')")
        == .bool(true))
    try await browser.wait(
      for: "\(figure("Nothing")).querySelector('.plot-note').textContent === 'All values are NaN'")
    // The row of pixels along the line, which is flat: a share of it without the line.
    let gap = try await browser.number(
      """
      ((canvas) => {
        const { width, height } = canvas;
        const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
        const drawn = (x, y) => Math.abs(data[4 * (y * width + x)] - 0x7c) < 12
          && Math.abs(data[4 * (y * width + x) + 2] - 0x8f) < 12 && data[4 * (y * width + x) + 3] > 100;
        const counts = Array.from({ length: height }, (_, y) =>
          Array.from({ length: width }, (_, x) => drawn(x, y)).filter(Boolean).length);
        const row = counts.indexOf(Math.max(...counts));
        const columns = Array.from({ length: width }, (_, x) => x).filter((x) => drawn(x, row));
        return 1 - columns.length / (columns.at(-1) - columns[0] + 1);
      })(\(figure("Loss")).querySelector("canvas"))
      """)
    #expect(gap > 0.25 && gap < 0.4)
    _ = try await service.client.delete(run: run.id)
    try await browser.expectNoErrors()
  }

  @Test("Charts have one axis, but for those that count something else, as epochs among steps")
  func commonAxis() async throws {
    try await stage.open("workers")
    let extents = try await browser.evaluate(
      """
      import("/js/models/x-link.js").then(({ XLink }) => {
        const link = new XLink();
        const first = link.extent([{ x: [0, 90] }]);
        const others = [[0, 40000], [10, 39000], [0, 5000], [0, 90], []].map((x) => link.extent([{ x }]));
        return [first, ...others, link.extent()].map((extent) => extent.join("-")).join();
      })
      """)
    #expect(
      extents == .string("0-90,0-40000,0-40000,0-40000,0-90,0-40000,0-40000"))
  }

  @Test("Points that are thinned out keep peaks and NaN")
  func thinning() async throws {
    try await stage.open("workers")
    #expect(
      try await browser.evaluate(
        """
        import("/js/models/series.js").then(({ thin }) =>
          thin({ v: [0, 1, NaN, 2, 3, 4, 9, 4, 4, 5] }, "v", 8).v.join(" "))
        """) == .string("0 1 NaN 3 4 9 5"))
  }

  @Test("Ticks of steps are whole and differ, those of time are round")
  func ticks() async throws {
    try await stage.open("workers")
    for (axis, range, ticks) in [
      ("STEPS", "0, 3, 6", "0 1 2 3"), ("STEPS", "400.2, 402.4, 6", "401 402"),
      ("STEPS", "1000000, 1000990, 6", "1000000 1000200 1000400 1000600 1000800"),
      ("TIME", "0, 10000, 6", "0 1800 3600 5400 7200 9000"),
      ("TIME", "0, 50, 6", "0 10 20 30 40 50"),
      ("EPOCHS", "0, 1, 5", "0 0.2 0.4 0.6 0.8 1"),
    ] {
      #expect(
        try await browser.evaluate(
          "import('/js/models/x-axis.js').then((axes) => axes.ticksOf(axes.\(axis), \(range)).join(' '))"
        ) == .string(ticks), "\(axis), \(range)")
    }
  }

  @Test("The unit of a metric is told by the whole words of its key")
  func units() async throws {
    try await stage.open("workers")
    for (key, value, text) in [
      ("stepSeconds", "0.012", "12 ms"), ("stepSeconds", "1.352", "1.35 s"),
      ("trainSeconds", "75", "1 min 15 s"), ("sharedLoss", "0.5", "0.5"),
      ("val_acc", "0.5", "50.00%"), ("val/acc1", "71.5", "71.5"),
      ("accuracyLoss", "0.5", "0.5"), ("testTop5Accuracy", "0.5", "50.00%"),
      ("val_accuracy", "0.5", "50.00%"), ("modelBytes", "23800", "23.8 kB"),
      ("modelBytes", "108", "108 B"),
      ("loss", "6.12e11", "6.12e11"), ("loss", "-1234567", "−1.23e6"),
      ("loss", "999999", "1000000"),
    ] {
      #expect(
        try await browser.evaluate(
          "import('/js/format.js').then((format) => format.metric('\(key)', \(value)))")
          == .string(text), "\(key), \(value)")
    }
    // What has no room is cut between signs, never within one.
    #expect(
      try await browser.evaluate(
        "import('/js/format.js').then((format) => format.middle('a\u{1F600}bcd\u{1F600}z', 4))")
        == .string("a\u{1F600}\u{2026}z"))
  }

  @Test("A quantizer that fares ill is marked, one that fares well is not")
  func attention() async throws {
    try await stage.open("workers")
    for (points, text) in [
      ("", ""), ("stepSize: of(1, 2.5)", "s of weights is ×2.5 its first value"),
      ("stepSize: of(1, NaN)", "s of weights is NaN at step 10"),
      ("updateRatio: of(1, 20)", "R of weights is 20"), ("updateRatio: of(1, 0.05)", ""),
      ("isHeld: true, updateRatio: of(1, 20)", ""),
      ("clippedHigh: of(0, 0.16)", "16.0% of weights are clipped"),
      ("bits: 2, clippedHigh: of(0, 0.16)", ""),
      ("oscillation: of(0.02, 0.03)", "codes of weights flip as often as before: 3.0% a record"),
      ("oscillation: of(0.03, 0.02)", ""),
    ] {
      let complaints = try await browser.evaluate(
        """
        import("/js/models/attention.js").then(({ complaints }) => {
          const of = (early, late) => Array.from({ length: 20 }, (_, i) => (i < 10 ? early : late));
          const { bits = 4, isHeld = false, ...given } = { \(points) };
          return complaints({ kind: "weight", bits, isHeld, points: {
            step: of(0, 0).map((_, i) => i), stepSize: of(1, 1.1), gradient: of(0, 0),
            updateRatio: of(1, 1), mse: of(1, 1), clippedLow: of(0, 0), clippedHigh: of(0, 0),
            oscillation: of(0, 0), ...given } }).join();
        })
        """)
      #expect(complaints == .string(text), "\(points)")
    }
  }

  @Test("The band of R ends where layers of weights need attention; activations have none")
  func band() async throws {
    try await stage.open("workers")
    let found = try await browser.evaluate(
      """
      import("/js/models/attention.js").then(({ bandOf, complaints }) => {
        const all = (value) => Array(20).fill(value);
        const told = (ratio) => complaints({ kind: "weight", bits: 4, points: {
          step: all(0).map((_, i) => i), stepSize: all(1), gradient: all(0), updateRatio: all(ratio),
          mse: all(1), clippedLow: all(0), clippedHigh: all(0), oscillation: all(0) } }).length;
        const { low, high } = bandOf("weight");
        return [0.99 * low, 1.01 * low, 0.99 * high, 1.01 * high].map(told).join() + bandOf("activation").low;
      })
      """)
    #expect(found == .string("1,0,0,1undefined"))
  }

  @Test("A zoomed range of step sizes is read in detail, once")
  func stepDetail() async throws {
    try await stage.open("workers")
    let read = try await browser.asynchronous(
      """
      const done = arguments[0];
      import("/js/models/run-data.js").then(async ({ RunData }) => {
        const asked = [];
        window.fetch = async (path) => {
          asked.push(path);
          const query = new URL(path, location).searchParams;
          const number = (name, other) => Number(query.get(name) ?? other);
          const [from, to] = [number("fromStep", 0), number("toStep", 99999)];
          const apart = Math.max(1, (to + 1 - from) / number("maxPoints", 1000));
          const step = Array.from({ length: (to + 1 - from) / apart }, (_, i) => Math.floor(from + i * apart));
          const points = { step, stepSize: step.map((at) => at + 1) };
          return new Response(JSON.stringify({ quantizers: ["a", "b"].map((id) => ({ id, points, downsampled: apart > 1 })) }));
        };
        const quantizers = ["a", "b"].map((id) => ({ id, layer: id, kind: "weight", bits: 2 }));
        const data = new RunData({ id: "r", latest: {} }, quantizers);
        await data.stepSizes.need();
        const within = () => data.stepSizes.ofKind("weight").map(({ points }) => points.step.filter((at) => at >= 2000 && at < 2100).length);
        const usual = within();
        await data.stepSizes.refine([2000, 2100]);
        await data.stepSizes.refine([2020, 2080]);
        const { step } = data.stepSizes.quantizers.get("a").points;
        const isSorted = step.every((at, i) => i === 0 || at > step[i - 1]);
        done([...usual, ...within(), step[0], isSorted, asked.length].join());
      }).catch((error) => done(String(error)));
      """)
    #expect(read == .string("1,1,100,100,0,true,2"))
    _ = try await browser.errors()
  }

  @Test("Points that could not be read are read once the service is back")
  func pointsAfterFailure() async throws {
    try await stage.open("workers")
    let read = try await browser.asynchronous(
      """
      const done = arguments[0];
      import("/js/models/run-data.js").then(async ({ RunData }) => {
        const ask = window.fetch;
        const latest = { loss: { key: "loss", step: 1, value: 2, time: "2026-01-01T00:00:00Z" } };
        const data = new RunData({ id: "r", latest }, []);
        window.fetch = async () => { throw new TypeError("away"); };
        const came = new Promise((resolve) => { data.onload = resolve; });
        data.metrics.need(["loss"]);
        await came;
        const { failed } = data;
        window.fetch = async () => new Response(
          JSON.stringify({ series: [{ key: "loss", points: [[1, 2, 0]], downsampled: false }] }));
        await data.again({ latest });
        window.fetch = ask;
        done([failed, data.failed, data.metrics.columns.get("loss")?.value].join());
      }).catch((error) => done(String(error)));
      """)
    #expect(read == .string("true,false,2"))
    _ = try await browser.errors()
  }

  @Test("Layers that fare ill are listed by what they suffer from, the worst first")
  func attentionList() async throws {
    try await stage.open("workers")
    let list = try await browser.evaluate(
      """
      import("/js/models/attention.js").then(({ attentionOf }) => {
        const of = (early, late) => Array.from({ length: 20 }, (_, i) => (i < 10 ? early : late));
        const make = (given) => ({ kind: "weight", bits: 4, points: {
          step: of(0, 0).map((_, i) => i), stepSize: of(1, 1.1), gradient: of(0, 0),
          updateRatio: of(1, 1), mse: of(1, 1), clippedLow: of(0, 0), clippedHigh: of(0, 0),
          oscillation: of(0, 0), ...given } });
        const clipped = make({ clippedHigh: of(0, 0.5) });
        const layers = [
          { layer: "a", weight: clipped, activation: { ...clipped, kind: "activation" } },
          { layer: "b", weight: make({ stepSize: of(1, 0.1), clippedHigh: of(0, 0.5) }) },
          { layer: "c", weight: make({}) },
        ];
        return attentionOf(layers).map(({ name, layers }) => `${name}: ${layers.map(({ layer }) => layer)}`).join("; ");
      })
      """)
    #expect(list == .string("Step size far from its start: b; Many values clipped: a,b"))
  }

  @Test("A training whose loss went astray is said to have diverged, and by what rate")
  func divergedLoss() async throws {
    try await stage.open("workers")
    let said = try await browser.evaluate(
      """
      import("/js/pages/run/attention.js").then(({ attention }) => {
        const of = (losses) => {
          const value = losses.flatMap((loss) => Array.from({ length: 20 }, () => loss));
          const job = { spec: { model: { classes: 10 }, optimizer: { learningRate: 50 } } };
          const metrics = { columns: new Map([["trainLoss", { step: value.map((_, i) => i), value }]]) };
          const data = { metrics, stepSizes: { layers: () => [] }, last: () => value.at(-1) };
          const { element, update } = attention({ job, data, pickers: new Set(), layer: null });
          update();
          return element.hidden ? "" : element.textContent;
        };
        // It may rise and come back, or begin high; else it has learned nothing.
        return [of([2.4, 1, 0.5]), of([2.4, 9, 0.5]), of([7, 8, 2.2]), of([2.4, 64, 2.3]), of([0.4, 5]), of([2, NaN])].join("|");
      })
      """)
    func text(_ from: String, _ to: String) -> String {
      "The training divergedTraining loss"
        + "rose from \(from) to \(to) at step 20: a learning rate of 50 may be too high"
    }
    let lost = "The training divergedTraining lossis NaN"
    #expect(said == .string("|||\(text("2.4", "64"))|\(text("0.4", "5"))|\(lost)"))
  }

  @Test("What is wrong with one of several layers is said once it is chosen")
  func attentionReason() async throws {
    try await stage.open("workers")
    let said = try await browser.evaluate(
      """
      import("/js/pages/run/attention.js").then(({ attention }) => {
        const weight = (end) => ({ kind: "weight", bits: 2, points: {
          step: [0, 1], stepSize: [1, end], gradient: [0, 0], updateRatio: [1, 1], mse: [1, 1],
          clippedLow: [0, 0], clippedHigh: [0, 0], oscillation: [0, 0] } });
        const layers = [{ layer: "a", weight: weight(3) }, { layer: "b", weight: weight(4) }];
        const context = { data: { last: () => null, stepSizes: { layers: () => layers } }, pickers: new Set(), layer: null,
          pick(layer) { context.layer = layer; context.pickers.forEach((picker) => picker()); } };
        const { element, update } = attention(context);
        update();
        const said = () => `${element.querySelector("dd").textContent} ${element.querySelector("[aria-pressed=true]")?.textContent}`;
        const before = said();
        element.querySelectorAll("button")[1].click();
        return `${before}; ${said()}`;
      })
      """)
    #expect(said == .string("ab undefined; abs of weights is ×4 its first value b"))
  }

  @Test(
    "Many figures are grouped by the first part of their names, else the last; others stand first")
  func figureGroups() async throws {
    try await stage.open("workers")
    let groups = try await browser.evaluate(
      """
      import("/js/models/metric-names.js").then(({ figuresOf, groupsOf }) => {
        const keys = ["a/norm", "b/norm", "val/loss", "val/top", "alone/x", "loss"];
        return groupsOf(figuresOf(keys)).map(([name, own]) => `${name}: ${own.map(([, key]) => key)}`).join("; ");
      })
      """)
    #expect(
      groups == .string(": alone/x,loss; norm: a/norm,b/norm; val: val/loss,val/top"))
  }

  @Test("A metric with a comma in its name is drawn, and its axis is kept in the URL")
  func comma() async throws {
    let run = try await logged(["loss, total": { 1 / Double($0 + 1) }], steps: 0..<10)
    try await stage.open("runs/\(run.id)")
    let value = "\(figure("loss, total")).querySelector('.legend b').textContent"
    try await browser.wait(for: "\(value) === '0.1'")
    try await browser.click("[aria-label='Logarithmic axis of loss, total']")
    try await browser.wait(for: "location.hash.includes('log=')")
    guard case .string(let hash) = try await browser.evaluate("location.hash.slice(2)") else {
      return #expect(Bool(false))
    }
    try await stage.open(hash)
    try await browser.wait(for: "\(value) === '0.1'")
    #expect(
      try await browser.evaluate(
        "\(figure("loss, total")).querySelector('[aria-pressed=true]') !== null")
        == .bool(true))
    _ = try await service.client.delete(run: run.id)
    try await browser.expectNoErrors()
  }

  @Test("Hundreds of metrics are read, whose names no single request has room for")
  func manyMetrics() async throws {
    let name = String(repeating: "long", count: 25)
    let metrics = (0..<120).map { ("\(name)\($0)", { @Sendable (step: Int) in Double(step) }) }
    let run = try await logged(Dictionary(uniqueKeysWithValues: metrics), steps: 0..<2)
    try await stage.open("workers")
    let read = try await browser.evaluate(
      """
      import("/js/models/run-data.js").then(({ RunData }) => RunData.open("\(run.id)"))
        .then(({ data }) => new Promise((done) => {
          data.onload = () => done(data.failed ? "failed" : data.metrics.columns.size);
          data.metrics.need([...data.latest.keys()]);
        }))
      """)
    #expect(read == .integer(120))
    _ = try await service.client.delete(run: run.id)
    try await browser.expectNoErrors()
  }

  @Test("A zoomed range of a long run is read in detail, zooms on from there, and is saved whole")
  func longRun() async throws {
    let run = try await logged(["trainLoss": { Double($0 % 13) }], steps: 0..<6000)
    try await stage.open("runs/\(run.id)?x=3000~3600&smooth=0")
    let asked =
      "performance.getEntriesByType('resource').filter(({ name }) => name.includes('maxPoints='))"
    try await browser.wait(for: "\(asked).some(({ name }) => !name.includes('maxPoints=1000&'))")
    try await browser.evaluate("document.querySelector('.plot').focus()")
    try await browser.press("+")
    try await browser.wait(for: "location.hash.includes('x=3150%7E3450')")
    try await keepSaved()
    try await browser.click("[aria-label='Save Loss as a table']")
    try await browser.wait(
      for: "window.saved[0]?.[2].trimEnd().split('\\n').length === 6001")
    _ = try await service.client.delete(run: run.id)
    try await browser.expectNoErrors()
  }

  @Test("The best accuracy is told without its figure being seen, on the run and compared")
  func best() async throws {
    let run = try await logged(
      ["testAccuracy": { $0 == 4 ? 0.75 : 0.5 }, "memoryBytes": { _ in 1e6 }], steps: 0..<10)
    try await stage.open("runs/\(run.id)?metric=nothing-of-this-name")
    try await browser.wait(
      for: "document.querySelector('[data-fact=Best]')?.textContent === '75.00%'")
    try await stage.open("compare?runs=\(run.id),\(stage.float.runId)&metrics=memoryBytes")
    try await browser.wait(
      for: "document.querySelector('[data-id=\"\(run.id)\"]')?.textContent.includes('75.00%')")
    // Its figure may still be read.
    try await browser.expectNoErrors()
    _ = try await service.client.delete(run: run.id)
  }

  @Test("A run that ended without a metric does not promise some")
  func noMetrics() async throws {
    let run = try await service.client.createRun(RunRequest(name: "empty"))
    for (status, words) in [(RunStatus.running, "after a few steps"), (.failed, "before it")] {
      _ = try await service.client.change(run: run.id, RunPatch(status: status))
      try await stage.open("runs/\(run.id)")
      #expect(
        try await browser.text(of: ".state:not(.state-loading) .state-hint").contains(words),
        "\(status)")
    }
    _ = try await service.client.delete(run: run.id)
    try await browser.expectNoErrors()
  }

  @Test("A run of another program has no empty sections of its machine and its files")
  func emptySections() async throws {
    let run = try await logged(["loss": { _ in 1 }], steps: 0..<3)
    try await stage.open("runs/\(run.id)")
    try await browser.wait(for: "document.querySelector('.figure .legend b')?.textContent")
    #expect(
      try await browser.evaluate(
        "[...document.querySelectorAll('h2')].filter((h) => h.checkVisibility()).map((h) => h.textContent).join()"
      )
        == .string("Summary,Curves,Parameters"))
    #expect(
      try await browser.evaluate(
        "[...document.querySelectorAll('.subnav-links a')].filter((a) => !a.hidden).map((a) => a.textContent).join()"
      )
        == .string("Summary,Curves,Parameters"))
    _ = try await service.client.delete(run: run.id)
    try await browser.expectNoErrors()
  }
}
