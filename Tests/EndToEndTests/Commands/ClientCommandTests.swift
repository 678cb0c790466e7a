import Client
import Experiments
import Foundation
import Glibc
import TestSupport
import Testing

/// The client commands as a person or a script calls them: what they print, and their exit codes.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ClientCommandTests {
  private static let spec =
    #"{"name": "w2a2", "dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}}"#

  private func tree(_ run: ProgramRun) throws -> JSONValue {
    try JSONCoding.tree(Data(run.output.utf8))
  }

  private func text(_ value: JSONValue?) throws -> String {
    guard case .string(let text)? = value else { throw CocoaError(.formatting) }
    return text
  }

  @Test("A job is submitted, listed, canceled and retried, as text and as JSON")
  func jobs() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let environment = ["STAIRCASE_SERVER": service.url.absoluteString]
    func call(_ arguments: String...) async throws -> ProgramRun {
      try await ProgramRun.of(arguments, environment: environment, input: Self.spec)
    }
    let submitted = try await tree(call("submit", "-", "--json"))
    let (id, run) = (try text(submitted["id"]), try text(submitted["runId"]))
    let second = try await call("submit", "-")
    #expect(second.status == 0)
    #expect(second.output.hasPrefix("job "))

    let list = try await call("jobs", "--state", "queued")
    #expect(list.output.contains("JOB"))
    #expect(list.output.contains("\(id)  w2a2  queued"))
    #expect(try await tree(call("jobs", "--json", "--limit", "1"))["nextCursor"] != nil)
    for name in [id, run, String(id.prefix(12))] {
      #expect(try await call("jobs", name).output.contains("in line     #1"), "\(name)")
    }
    #expect(try await call("jobs", id).output.contains("#1; no worker is there that takes jobs"))
    let short = try await call("jobs", String(id.prefix(3)))
    #expect(short.status == 1 && short.errors.contains("`staircase jobs` lists the jobs"))
    let cut = try await call("jobs", "--limit", "1")
    #expect(cut.errors == "1 of more: --limit N\n")
    #expect(
      try await call("prioritize", id, "--to", "-2").output
        == "\(id)  w2a2: queued, priority -2\n")
    #expect(try await call("jobs", id).output.contains("in line     #2"))
    #expect(try await call("prioritize", id, "--to", "1001").status == 1)
    #expect(try await call("cancel", id).output == "\(id)  w2a2: canceled\n")
    #expect(try await tree(call("cancel", id, "--json"))["state"] == "canceled")
    #expect(try await call("retry", id).output.contains("queued"))
    #expect(try await call("logs", id).status == 0)
    #expect(try await call("runs", "--filter", "params.seed = '1'").output.contains(run))
    #expect(try await call("runs", "--sort", "name DESC", "--json").output.contains(run))

    let again = try await call("retry", id)
    #expect(again.status == 1)
    #expect(again.errors.contains("Error: Job \(id) is queued"))
    let missing = try await call("cancel", "0123456789abcdef", id)
    #expect(missing.status == 1)
    #expect(missing.output == "\(id)  w2a2: canceled\n")
    let problem = try await call("cancel", "0123456789abcdef", "--json")
    #expect(try JSONCoding.tree(Data(problem.errors.utf8))["status"] == 404)
    #expect(missing.errors.contains("`staircase jobs` lists the jobs"))
    let filter = try await call("runs", "--filter", "loss < 1")
    #expect(filter.status == 1)
    #expect(filter.errors.contains("?filter: character 1, at \"loss\": expected"))
    let order = try await call("runs", "--sort", "bar")
    #expect(order.status == 64)
    #expect(order.errors.contains("--sort: character 1, at \"bar\": expected"), "\(order)")
    let escape = try await call("runs", "--filter", "\u{1B}[2K < 1")
    #expect(escape.errors.contains(#"at "\x1b[2K"#) && !escape.errors.contains("\u{1B}"))
    for list in ["jobs", "runs"] {
      let unknown = try await call(list, "--experiment", "fasion")
      #expect(unknown.status == 1)
      #expect(unknown.errors == "Error: There is no experiment \"fasion\": there are Default\n")
      #expect(try await call(list, "--study", "0123456789abcdef").status == 1)
    }
    #expect(try await call("jobs", "--experiment", "Default", "--state", "failed").status == 0)
    #expect(try await call("delete", String(run.prefix(8))).status == 0)
    for name in [String(id.prefix(12)), run, String(run.prefix(8))] {
      #expect(try await call("jobs", name).output.contains(id))
    }
    #expect(try await call("delete", String(id.prefix(12)), "--undo").output.hasPrefix(run))
  }

  @Test("The beginning of several ids is refused, and all of them are told")
  func severalBegin() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    for name in ["w2a2", "w4a4"] {
      let spec = Self.spec.replacing("w2a2", with: name)
      _ = try await service.client.submit(json: Data(spec.utf8))
      let study = #"{"name": "\#(name)", "job": \#(spec), "grid": {"epochs": [1]}}"#
      _ = try await service.client.submitStudy(json: Data(study.utf8))
    }
    // Ids are random: these are made to begin alike.
    try service.sql(
      """
      UPDATE studies SET id = 'aaaa' || substr('000000000000' || key, -12);
      UPDATE jobs SET id = 'bbbb' || substr('000000000000' || key, -12);
      UPDATE runs SET id = 'cccc' || substr('0000000000000000000000000000' || key, -28);
      """)
    func call(_ arguments: String...) async throws -> ProgramRun {
      try await ProgramRun.of(arguments + ["--server", service.url.absoluteString])
    }
    let studies = try await call("study", "aaaa")
    #expect(
      studies.errors
        == "Error: 2 studies have an id that begins with aaaa: aaaa000000000001 (w2a2), "
        + "aaaa000000000002 (w4a4)\n")
    #expect(studies.status == 1)
    for (kinds, digits, zeros) in [("jobs", "bbbb", 11), ("runs", "cccc", 27)] {
      let several = try await call(kinds, digits)
      #expect(several.status == 1)
      let stem = digits + String(repeating: "0", count: zeros)
      #expect(
        several.errors.hasPrefix(
          "Error: 4 \(kinds) have an id that begins with \(digits): \(stem)1 (w2a2), \(stem)2 ("))
    }
    #expect(try await call("jobs", "bbbb00000000000").errors.contains("4 jobs"))
    #expect(try await call("jobs", "bbbb000000000001").output.contains("w2a2"))
  }

  @Test("A spec may come through a pipe, as a shell makes of <(...)")
  func pipe() async throws {
    let pipe = try Scratch.folder().appending(path: "spec")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    Thread.detachNewThread {
      try? FileHandle(forWritingTo: pipe).write(contentsOf: Data(Self.spec.utf8))
    }
    let run = try await ProgramRun.of(["train", "--print-spec", pipe.path])
    #expect(run.status == 0 && run.output.contains(#""name" : "w2a2""#), "\(run)")
  }

  @Test("Runs are compared and exported")
  func runs() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let client = service.client
    var ids: [String] = []
    for bits in ["2", "4"] {
      let run = try await client.createRun(
        RunRequest(name: "w\(bits)", parameters: ["bits": bits, "lr": "0.1"]))
      try await client.log(
        [
          MetricPoint(key: "loss", step: 1, value: 0.5, time: Date(timeIntervalSince1970: 0)),
          MetricPoint(key: "modelBytes", step: 1, value: 23_816, time: Date()),
        ], run: run.id)
      ids.append(run.id)
    }
    let server = ["--server", service.url.absoluteString]
    let compared = try await ProgramRun.of(["compare"] + ids + server)
    #expect(compared.output.contains("bits"))
    #expect(!compared.output.contains("lr "))
    #expect(compared.output.contains("23,816"))
    let whole = try await tree(ProgramRun.of(["compare", "--json"] + ids + server))
    if case .array(let runs) = whole { #expect(runs.count == 2) } else { Issue.record("\(whole)") }
    #expect(try await ProgramRun.of(["compare", ids[0]] + server).status == 64)

    let deleted = try await ProgramRun.of(["delete", "0123456789abcdef", ids[1]] + server)
    #expect(deleted.status == 1 && deleted.output == "\(ids[1])  w4: deleted\n", "\(deleted)")
    #expect(try await !ProgramRun.of(["runs"] + server).output.contains(ids[1]))
    #expect(try await ProgramRun.of(["runs", "--deleted"] + server).output.contains(ids[1]))
    let back = try await ProgramRun.of(["delete", "--undo", String(ids[1].prefix(9))] + server)
    #expect(back.output == "\(ids[1])  w4: running\n", "\(back)")
    #expect(try await ProgramRun.of(["runs", ids[1]] + server).status == 0)

    let csv = try await ProgramRun.of(["export", ids[0], "--keys", "loss"] + server)
    #expect(csv.output == "key,step,value,time\r\nloss,1,0.5,1970-01-01T00:00:00.000Z\r\n")
    let shown = try await ProgramRun.of(["runs", String(ids[0].prefix(12))] + server)
    #expect(shown.output.contains("modelBytes  23,816"), "\(shown)")
    #expect(shown.output.contains("lr         0.1"), "\(shown)")
    let sorted = try await ProgramRun.of(
      ["runs", "--sort", "metrics.loss", "--filter", "params.bits != '3'"] + server)
    #expect(sorted.output.contains("loss  bits  CREATED"), "\(sorted)")
    #expect(sorted.output.contains("0.5000     4  "), "\(sorted)")
    let unknown = try await ProgramRun.of(["export", ids[0], "--keys", "loss,los"] + server)
    #expect(unknown.status == 1)
    #expect(
      unknown.errors == "Error: There is no metric \"los\": there are loss, modelBytes\n")
    let lines = try await ProgramRun.of(["export", ids[0], "--json"] + server)
    #expect(lines.output.split(separator: "\n").count == 2)
    let folder = try Scratch.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let note = folder.appending(path: "note.txt")
    try Data("hello".utf8).write(to: note)
    try await client.upload(file: note, run: ids[0], path: "a/note.txt")
    let out = folder.appending(path: "out")
    let exported = try await ProgramRun.of(["export", ids[0], "--out", out.path] + server)
    #expect(exported.output == "run.json\nmetrics.csv\nartifacts/a/note.txt\n")
    let copy = out.appending(path: "artifacts/a/note.txt")
    #expect(try String(contentsOf: copy, encoding: .utf8) == "hello")
    // It needs no room but that of the folder itself.
    let some = try await ProgramRun.of(
      ["export", ids[0], "--out", out.path, "--format", "ndjson", "--keys", "loss"] + server,
      environment: ["TMPDIR": "/nowhere"])
    #expect(some.status == 0 && some.errors.isEmpty, "\(some)")
    #expect(some.output.hasPrefix("run.json\nmetrics.ndjson\n"), "\(some)")
    let points = try String(contentsOf: out.appending(path: "metrics.ndjson"), encoding: .utf8)
    #expect(points.contains("loss") && !points.contains("modelBytes"))
    // What no service of this version takes, but another might name.
    try service.sql("UPDATE artifacts SET path = '../../astray'")
    let astray = try await ProgramRun.of(["export", ids[0], "--out", out.path] + server)
    #expect(
      astray.status == 1 && astray.errors.contains("is no path of an artifact"), "\(astray)")
  }

  @Test("The files of an export have the shapes of the service's answers")
  func exportOfJob() async throws {
    let service = try await LiveService.start()
    defer { service.end() }
    let spec = try JobSpec.make(
      dataset: FashionMNISTSubset.make(training: 128, test: 64), epochs: 1)
    let job = try await service.client.submit(spec)
    #expect(try await service.waitForEnd(of: job.id).state == .succeeded)
    let out = try Scratch.folder().appending(path: "out")
    let server = ["--server", service.url.absoluteString]
    let run = try await ProgramRun.of(["export", job.id, "--out", out.path] + server)
    #expect(run.output.contains("log.txt\nquantizers.json\n"), "\(run)")
    func items(_ file: String, _ key: String) throws -> Int {
      let tree = try JSONCoding.tree(Data(contentsOf: out.appending(path: file)))
      guard case .array(let items)? = tree[key] else { throw CocoaError(.formatting) }
      return items.count
    }
    let count = try await service.client.quantizers(run: job.runId).count
    #expect(try items("quantizers.json", "items") == count)
    #expect(try items("step-sizes.json", "quantizers") == count)
    #expect(try items("histograms.json", "items") > 0)
    let log = try await ProgramRun.of(["logs", job.runId] + server).output
    #expect(try String(contentsOf: out.appending(path: "log.txt"), encoding: .utf8) == log)
    let watched = try await ProgramRun.of(
      ["submit", "-", "--watch"] + server,
      input: String(decoding: JSONCoding.encoder().encode(spec), as: UTF8.self))
    #expect(watched.status == 0)
    #expect(watched.output.contains("short: succeeded, test accuracy "), "\(watched)")
    let workers = try await ProgramRun.of(["workers"] + server)
    #expect(workers.output.contains("WORKER"))
  }

  @Test("The queue is paused, studies are listed, and seeds go into a study from a file")
  func queueAndStudies() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    func call(_ arguments: String...) async throws -> ProgramRun {
      try await ProgramRun.of(
        arguments + ["--server", service.url.absoluteString],
        input: #"{"name": "mine", "job": \#(Self.spec), "grid": {"epochs": [1, 2]}}"#)
    }
    #expect(try await call("queue", "pause").output.hasPrefix("paused\n"))
    #expect(try await tree(call("queue", "--json"))["paused"] == true)
    let worker = try await call("worker", "--once", "--log-format", "json")
    #expect(worker.status == 0 && worker.errors.contains(#""label":"worker""#), "\(worker)")
    #expect(try await call("queue").output.contains("\nrunning       0\nstopping      0\n"))
    #expect(try await call("queue", "resume").output.hasPrefix("not paused\n"))
    let study = try await tree(call("study", "-", "--seeds", "1,2,3", "--set", "seed=7", "--json"))
    #expect(study["jobs"] == ["queued": 6], "\(study)")
    #expect(try await call("study").output.contains("mine"))
    _ = try await call("study", "-")
    #expect(try await call("study", "--limit", "1").errors == "1 of more: --limit N\n")
    #expect(try await tree(call("study", "--limit", "1", "--json"))["nextCursor"] != nil)
    let beginning = String(try text(study["id"]).prefix(8))
    #expect(
      try await call("jobs", "--study", beginning, "--limit", "1").errors
        == "1 of more: --limit N\n")
    #expect(try await call("study", beginning, "--cancel").status == 0)
    #expect(try await tree(call("study", beginning, "--json"))["jobs"] == ["canceled": 6])
  }

  @Test("A list is as long as was asked for, over as many pages as that takes")
  func longList() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let epochs = (1...1000).map(String.init).joined(separator: ",")
    let study = #"{"job": \#(Self.spec), "grid": {"epochs": [\#(epochs)]}}"#
    _ = try await service.client.submitStudy(json: Data(study.utf8))
    _ = try await service.client.submit(json: Data(Self.spec.utf8))
    for (limit, count) in [("1001", 1001), ("2000", 1001), ("1000", 1000)] {
      let list = try await tree(
        ProgramRun.of(
          ["runs", "--limit", limit, "--json", "--server", service.url.absoluteString]))
      guard case .array(let runs)? = list["items"] else {
        Issue.record("\(list)")
        continue
      }
      #expect(runs.count == count)
    }
  }

  @Test("Control characters in names are written out")
  func controlCharacters() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let run = try await service.client.createRun(
      RunRequest(name: "a\u{1B}[2Jb", parameters: ["p": "\u{9B}1m"]))
    for arguments in [["runs"], ["runs", run.id], ["compare", run.id, run.id, "--all"]] {
      let told = try await ProgramRun.of(arguments + ["--server", service.url.absoluteString])
      #expect(told.output.contains(#"a\x1b[2Jb"#), "\(told)")
      #expect(!told.output.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x9B })
    }
  }

  @Test("A speed or a time left that no number of seconds is, is a question mark")
  func endlessProgress() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let client = service.client
    let job = try await client.submit(json: Data(Self.spec.utf8))
    let lease = try #require(
      try await client.claim(
        ClaimRequest(workerId: "w", host: "h", pid: 1, threads: 1, waitSeconds: 0)))
    let progress = JobProgress(
      step: 1, steps: 4, epoch: 0, epochs: 1, imagesPerSecond: 1e300, etaSeconds: 1e300)
    _ = try await client.heartbeat(
      job: job.id, Heartbeat(lease: lease.token, progress: progress, resumedFromStep: 0))
    let server = ["--server", service.url.absoluteString]
    let list = try await ProgramRun.of(["jobs"] + server)
    #expect(list.output.contains(#/running +25% +\? +\? /#), "\(list)")
    let one = try await ProgramRun.of(["jobs", job.id] + server)
    #expect(one.output.contains("? images/s  ? left"), "\(one)")
  }

  @Test("No proxy stands between the program and a service on the same machine")
  func proxy() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    var environment = [
      "http_proxy": "http://127.0.0.1:1", "STAIRCASE_SERVER": service.url.absoluteString,
    ]
    for exempt in [nil, "example.org", "*"] {
      environment["no_proxy"] = exempt
      let run = try await ProgramRun.of(["queue"], environment: environment)
      #expect(run.status == 0, "\(run)")
    }
  }

  @Test("Output that cannot be written is an error, and a reader that is gone is none")
  func output() async throws {
    let full = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
    let environment = ["XDG_CONFIG_HOME": "/nowhere"]
    let run = try await ProgramRun.of(["config"], environment: environment, to: full)
    #expect(run.status == 74)
    #expect(run.errors == "Error: standard output: No space left on device\n")
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let alone = try await ProgramRun.of(
      ["config"], environment: environment, to: pipe.fileHandleForWriting)
    #expect(alone.status != 0 && alone.errors == "", "\(alone)")
  }

  @Test("A watch and a log that is followed wait for a service that is away")
  func serviceAway() async throws {
    let first = try await LiveService.start(workers: 0)
    let port = try #require(first.url.port)
    let server = ["--server", first.url.absoluteString]
    let job = try await first.client.submit(json: Data(Self.spec.utf8))
    async let log = ProgramRun.of(["logs", "-f", job.id] + server)
    async let watch = ProgramRun.of(["submit", "-", "--watch"] + server, input: Self.spec)
    try await waitUntil { try await first.client.jobs().items.count == 2 }
    first.end()
    let second = try await LiveService.start(folder: first.folder, port: port, workers: 0)
    defer { second.end() }
    for job in try await second.client.jobs().items {
      _ = try await second.client.cancel(job: job.id)
    }
    let (followed, watched) = try await (log, watch)
    #expect(followed.status == 0, "\(followed)")
    #expect(watched.status == 1 && watched.output.contains("w2a2: canceled"), "\(watched)")
  }

  @Test("A line of a log that has no time of its own is of the entry before it")
  func logsOfSeveralLines() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let job = try await service.client.submit(json: Data(Self.spec.utf8))
    let lease = try #require(
      try await service.client.claim(
        ClaimRequest(workerId: "w", host: "h", pid: 1, threads: 1, waitSeconds: 0)))
    let time = Date(timeIntervalSince1970: 1_790_000_000)
    let texts = ["began\r", "no service answers\nIs it running?", "ended"]
    try await service.client.send(
      RecordBatch(
        lease: lease.token, sequence: 0,
        log: texts.enumerated().map { LogLine(time: time + Double($0), text: $1) }), job: job.id)
    let run = try await ProgramRun.of(
      ["logs", job.id, "--json", "--server", service.url.absoluteString])
    let lines = try run.output.split(separator: "\n").map {
      try JSONCoding.tree(Data($0.utf8))
    }
    #expect(
      lines.suffix(4).map { $0["text"] } == [
        "began", "no service answers", "Is it running?", "ended",
      ], "\(run)")
    let times = lines.suffix(4).map { $0["time"] }
    #expect(times[1] == times[2] && Set(times).count == 3, "\(run)")
  }

  @Test("Ctrl-C ends a watch, and its job goes on")
  func interruptedWatch() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let file = try Scratch.folder().appending(path: "spec.json")
    try Data(Self.spec.utf8).write(to: file)
    let process = Process()
    process.executableURL = LiveService.staircase
    process.arguments = ["submit", file.path, "--watch", "--server", service.url.absoluteString]
    let (output, errors) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    // It watches once it has told of the job.
    #expect(!output.fileHandleForReading.availableData.isEmpty)
    kill(process.processIdentifier, SIGINT)
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let job = try #require(try await service.client.jobs().items.first)
    #expect(words == "\nthe job goes on; `staircase cancel \(job.id)` cancels it\n")
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    #expect(job.state == .queued)
  }

  @Test("A configuration file names the service; the environment and options win over it")
  func configuration() async throws {
    let folder = try Scratch.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var environment = ["XDG_CONFIG_HOME": folder.path]
    func call(_ arguments: String...) async throws -> ProgramRun {
      try await ProgramRun.of(arguments, environment: environment)
    }
    #expect(try await call("config").output.contains("http://127.0.0.1:8080  (the default)"))
    #expect(try await call("config", "set", "server", "http://127.0.0.1:1").status == 0)
    let token = try await ProgramRun.of(
      ["config", "set", "token", "-"], environment: environment, input: "secret\n")
    #expect(token.status == 0 && !token.output.contains("secret"), "\(token)")
    #expect(try await call("config", "set", "server", "here").status == 64)
    let file = folder.appending(path: "staircase/config.json")
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    #expect(try JSONCoding.tree(Data(contentsOf: file))["token"] == "secret")
    let shown = try await call("config", "show", "--json")
    #expect(try tree(shown)["server"] == "http://127.0.0.1:1")
    #expect(!shown.output.contains("secret"))
    environment["STAIRCASE_SERVER"] = "http://127.0.0.1:2\r\n"
    #expect(try await call("config").output.contains("http://127.0.0.1:2  ($STAIRCASE_SERVER)"))
    let option = try await call("config", "show", "--server", "http://127.0.0.1:3")
    #expect(option.output.contains("http://127.0.0.1:3  (--server)"))
    let password = try await call("config", "show", "--server", "http://me:secret@127.0.0.1:3")
    #expect(password.output.contains("http://127.0.0.1:3  (--server)"))
    #expect(!password.output.contains("secret"))
    environment["STAIRCASE_SERVER"] = nil
    let unreachable = try await call("jobs")
    #expect(unreachable.status == 69)
    #expect(unreachable.errors.contains("no service answers at http://127.0.0.1:1"))
    #expect(try await call("config", "unset", "server").status == 0)
    #expect(try await call("config").output.contains("(the default)"))
    try Data("{".utf8).write(to: file)
    let broken = try await call("config")
    #expect(broken.status == 66)
    #expect(broken.errors.contains("Mend it, or remove it"))
  }

  @Test(
    "An error says what is wrong and has an exit code of its own",
    arguments: [
      (["submit", "/no/such.json"], 66, "Error: /no/such.json: No such file or directory"),
      (["submit", "/tmp"], 66, "Error: /tmp: Is a directory"),
      (["serve", "--data", "/proc/x"], 73, "Error: /proc/x: No such file or directory"),
      (["serve", "--data", "/etc/hostname"], 73, "Not a directory"),
      (["check", "--data", "/nowhere"], 66, "Error: there is no database in /nowhere"),
      (["token", "list", "--data", "/nowhere"], 66, "Error: there is no database in /nowhere"),
      (["study", "bits", "--cancel"], 64, "--cancel needs the id of a study"),
      (["study", "study.json", "--cancel"], 64, "--cancel needs the id of a study"),
      (["study", "0123456789abcdef", "--seeds", "1"], 64, "--seeds is for a new study"),
      (["study", "0123456789abcdef", "--scale", "small"], 64, "--scale is for a new study"),
      (["study", "0123456789abcdef", "--set", "a=1"], 64, "--set is for a new study"),
      (["study", "--watch"], 64, "--watch needs a study"),
      (["study", "bits", "--seeds", "1,b"], 64, "\"b\" is not a whole number"),
      (["jobs", "--server", "here"], 64, "is no address such as"),
      (["jobs", "--server", "http://me:secret@127.0.0.1:1"], 64, "give a token with --token"),
      (["worker", "--server", "me:secret@127.0.0.1:1"], 64, "give a token with --token"),
      (["worker", "--once", "--work", "/dev/null/w"], 73, "/dev/null/w: Not a directory"),
      (["jobs", "--server", "http://127.0.0.1:1"], 69, "Start it with `staircase serve`"),
      (["jobs", "--limit", "0"], 64, "--limit 0 is not above 0"),
      (["jobs", "--state", "done"], 64, "done"),
      (["jobs", "0123", "--state", "queued"], 64, "an id is shown alone"),
      (["runs", "0123", "--filter", "status = 'failed'"], 64, "an id is shown alone"),
      (["train", "/no/such.json"], 66, "/no/such.json: No such file or directory"),
      (["train", "--resume", "--out", "/nowhere"], 66, "/nowhere/spec.json"),
      (["bench", "engine", "--seconds", "0"], 64, "--seconds 0.0 is not above 0"),
      (["bench", "http", "--rounds", "0"], 64, "--rounds 0 is not between 1 and 99"),
      (["bench", "store", "--points", "5"], 64, "--points 5 is not at least 1000"),
      (["no-such-command"], 64, "no-such-command"),
    ])
  func errors(arguments: [String], status: Int32, words: String) async throws {
    let run = try await ProgramRun.of(arguments)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(!run.errors.contains("secret"), "\(run.errors)")
    #expect(run.output == "")
    // How the program is called helps nobody who has called a command of it.
    let isUnknown = arguments == ["no-such-command"]
    #expect(run.errors.contains("Usage: staircase <subcommand>") == isUnknown, "\(run.errors)")
  }

  @Test("The help tells the exit codes, and shells are given completions")
  func help() async throws {
    #expect(try await ProgramRun.of(["--help"]).output.contains("69 no service"))
    #expect(try await ProgramRun.of(["--version"]).output == "1\n")
    let serve = try await ProgramRun.of(["serve", "--help"]).output
    let port = try #require(serve.range(of: "--port"))
    #expect(port.lowerBound < (try #require(serve.range(of: "--max-body"))).lowerBound)
    for shell in ["bash", "zsh", "fish"] {
      let script = try await ProgramRun.of(["--generate-completion-script", shell])
      #expect(script.status == 0)
      #expect(script.output.contains("submit"))
      #expect(script.output.contains("quantization-error"))
    }
  }
}
