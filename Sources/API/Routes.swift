package import HTTP
import HTTPTypes
import Jobs

extension Service {
  /// Every route of the service: method, path, who may use it, where it runs, what it reads beside
  /// the path, what answers.
  package static func routes(_ parts: ServiceParts) -> Router {
    let jobs = JobRoutes(queue: parts.queue, files: parts.files)
    let studies = StudyRoutes(queue: parts.queue, files: parts.files)
    let logs = LogRoutes(
      store: parts.store, events: parts.queue.events, streams: parts.streams)
    let queue = QueueRoutes(queue: parts.queue)
    let workers = WorkerRoutes(
      queue: parts.queue, authorizer: parts.authorizer, problems: parts.problems)
    let experiments = ExperimentRoutes(store: parts.store, clock: parts.clock)
    let runs = RunRoutes(store: parts.store, clock: parts.clock)
    let intake = RunIntake(
      store: parts.store, events: parts.queue.events, problems: parts.problems)
    let metrics = MetricRoutes(store: parts.store, intake: intake, clock: parts.clock)
    let quantizers = QuantizerRoutes(store: parts.store, intake: intake)
    let artifacts = ArtifactRoutes(artifacts: parts.artifacts)
    let events = EventRoutes(
      store: parts.store, events: parts.queue.events, streams: parts.streams)
    let sessions = SessionRoutes(book: parts.tokens, store: parts.store, clock: parts.clock)
    let health = HealthRoutes(store: parts.store)
    let monitoring = MonitoringRoutes(
      store: parts.store, meter: parts.meter, clock: parts.clock)

    var table = RouteTable(problems: parts.problems)
    table.on(.post, "/api/v1/jobs", .write, .blocking, .body, jobs.submit)
    table.on(.get, "/api/v1/jobs", .read, .blocking, .query, jobs.list)
    table.on(.get, "/api/v1/jobs/{id}", .read, .blocking, jobs.show)
    table.on(.patch, "/api/v1/jobs/{id}", .write, .blocking, .body, jobs.change)
    table.on(.post, "/api/v1/jobs/{id}/cancel", .write, .blocking, jobs.cancel)
    table.on(.post, "/api/v1/jobs/{id}/retry", .write, .blocking, jobs.retry)
    table.on(.get, "/api/v1/jobs/{id}/log", .read, .blocking, .query, logs.show)
    table.on(.get, "/api/v1/spec-defaults", .read, .inline, jobs.defaults)

    table.on(.post, "/api/v1/studies", .write, .blocking, .body, studies.submit)
    table.on(.get, "/api/v1/studies", .read, .blocking, .query, studies.list)
    table.on(.get, "/api/v1/studies/{id}", .read, .blocking, studies.show)
    table.on(.post, "/api/v1/studies/{id}/cancel", .write, .blocking, studies.cancel)
    table.on(.get, "/api/v1/recipes", .read, .inline, .query, studies.recipes)

    table.on(.get, "/api/v1/queue", .read, .blocking, queue.show)
    table.on(.post, "/api/v1/queue/pause", .write, .blocking, queue.pause)
    table.on(.post, "/api/v1/queue/resume", .write, .blocking, queue.resume)

    table.on(.get, "/api/v1/workers", .read, .blocking, .query, workers.list)
    table.on(.post, "/api/v1/workers/{id}/drain", .write, .blocking, workers.drain)
    table.on(.post, "/api/v1/workers/{id}/resume", .write, .blocking, workers.resume)
    table.on(.get, "/api/v1/worker-slots", .read, .blocking, .query, workers.slots)
    table.onDeferred(
      .post, "/api/v1/workers/claim", .worker, .body, isLongPoll: true, workers.claim)
    table.on(.post, "/api/v1/jobs/{id}/heartbeat", .worker, .blocking, .body, workers.heartbeat)
    table.onDeferred(.post, "/api/v1/jobs/{id}/records", .worker, .body, workers.records)
    table.on(.post, "/api/v1/jobs/{id}/complete", .worker, .blocking, .body, workers.complete)

    table.on(.get, "/api/v1/experiments", .read, .blocking, .query, experiments.list)
    table.on(.post, "/api/v1/experiments", .write, .blocking, .body, experiments.create)
    table.on(.get, "/api/v1/experiments/{id}", .read, .blocking, experiments.show)
    table.on(.patch, "/api/v1/experiments/{id}", .write, .blocking, .body, experiments.rename)
    table.on(.delete, "/api/v1/experiments/{id}", .write, .blocking, experiments.delete)

    table.on(.get, "/api/v1/runs", .read, .blocking, .query, runs.list)
    table.on(.post, "/api/v1/runs", .write, .blocking, .body, runs.create)
    table.on(.get, "/api/v1/runs/{id}", .read, .blocking, runs.show)
    table.on(.patch, "/api/v1/runs/{id}", .write, .blocking, .body, runs.change)
    table.on(.delete, "/api/v1/runs/{id}", .write, .blocking, runs.delete)
    table.on(.post, "/api/v1/runs/{id}/restore", .write, .blocking, runs.restore)

    table.onDeferred(.post, "/api/v1/runs/{id}/metrics", .write, .body, metrics.log)
    table.on(.get, "/api/v1/runs/{id}/metrics", .read, .blocking, .query, metrics.series)
    table.on(.get, "/api/v1/runs/{id}/metrics.csv", .read, .blocking, .query, metrics.csv)
    table.on(.get, "/api/v1/runs/{id}/metrics.ndjson", .read, .blocking, .query, metrics.ndjson)
    table.onDeferred(.post, "/api/v1/runs/{id}/quantizers", .write, .body, quantizers.log)
    table.on(.get, "/api/v1/runs/{id}/quantizers", .read, .blocking, .query, quantizers.list)
    table.on(.get, "/api/v1/runs/{id}/step-sizes", .read, .blocking, .query, quantizers.stepSizes)
    table.on(.get, "/api/v1/runs/{id}/histograms", .read, .blocking, .query, quantizers.histograms)

    table.on(.get, "/api/v1/runs/{id}/artifacts", .read, .blocking, .query, artifacts.list)
    table.on(.get, "/api/v1/runs/{id}/artifacts/{path...}", .read, .blocking, artifacts.download)
    table.onUpload(.put, "/api/v1/runs/{id}/artifacts/{path...}", .upload, artifacts.upload)
    table.on(.delete, "/api/v1/runs/{id}/artifacts/{path...}", .write, .blocking, artifacts.delete)

    table.on(.get, "/api/v1/events", .read, .blocking, .query, events.stream)

    table.on(.get, "/api/v1/session", .read, .blocking, sessions.show)
    table.on(.post, "/api/v1/session", .anyone, .blocking, .body, sessions.begin)
    table.on(.delete, "/api/v1/session", .anyone, .blocking, sessions.end)

    table.on(.get, "/healthz", .anyone, .inline, health.live)
    table.on(.get, "/readyz", .anyone, .blocking, health.ready)
    table.on(.get, "/metrics", .read, .blocking, monitoring.figures)
    let document = DocumentRoutes(describing: table)
    table.on(.get, "/openapi.json", .anyone, .inline, document.show)
    for method in [.get, .post, .put, .patch, .delete] as [HTTPRequest.Method] {
      table.on(method, "/api/{path...}", .read, .inline, [.query, .body], health.nothing)
    }
    if let files = parts.dashboard { table.onFiles("/", .anyone, files) }
    if let files = parts.chartLibrary { table.onFiles("/vendor/chart.js", .anyone, files) }
    return table.router
  }
}
