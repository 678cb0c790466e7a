package import HTTP
import HTTPTypes
import Jobs

extension Service {
  /// Every route of the service.
  package static func routes(_ parts: ServiceParts) -> Router {
    let jobs = JobRoutes(queue: parts.queue, machine: parts.machine)
    let logs = LogRoutes(store: parts.store, events: parts.queue.events)
    let workers = WorkerRoutes(queue: parts.queue, problems: parts.problems)
    let experiments = ExperimentRoutes(store: parts.store, clock: parts.clock)
    let runs = RunRoutes(store: parts.store, clock: parts.clock)
    let metrics = MetricRoutes(
      store: parts.store, events: parts.queue.events, clock: parts.clock)
    let quantizers = QuantizerRoutes(store: parts.store)
    let artifacts = ArtifactRoutes(artifacts: parts.artifacts)
    let events = EventRoutes(events: parts.queue.events, heartbeats: parts.heartbeats)
    let health = HealthRoutes(store: parts.store)

    var table = Router()
    table.on(.post, "/api/v1/jobs", .blocking, jobs.submit)
    table.on(.get, "/api/v1/jobs", .blocking, jobs.list)
    table.on(.get, "/api/v1/jobs/{id}", .blocking, jobs.show)
    table.on(.post, "/api/v1/jobs/{id}/cancel", .blocking, jobs.cancel)
    table.on(.post, "/api/v1/jobs/{id}/retry", .blocking, jobs.retry)
    table.on(.get, "/api/v1/jobs/{id}/log", .blocking, logs.show)
    table.on(.get, "/api/v1/spec-defaults", .inline, jobs.defaults)

    table.on(.get, "/api/v1/workers", .blocking, workers.list)
    table.onDeferred(.post, "/api/v1/workers/claim", workers.claim)
    table.on(.post, "/api/v1/jobs/{id}/heartbeat", .blocking, workers.heartbeat)
    table.onDeferred(.post, "/api/v1/jobs/{id}/records", workers.records)
    table.on(.post, "/api/v1/jobs/{id}/complete", .blocking, workers.complete)

    table.on(.get, "/api/v1/experiments", .blocking, experiments.list)
    table.on(.post, "/api/v1/experiments", .blocking, experiments.create)
    table.on(.get, "/api/v1/experiments/{id}", .blocking, experiments.show)

    table.on(.get, "/api/v1/runs", .blocking, runs.list)
    table.on(.post, "/api/v1/runs", .blocking, runs.create)
    table.on(.get, "/api/v1/runs/{id}", .blocking, runs.show)
    table.on(.patch, "/api/v1/runs/{id}", .blocking, runs.change)
    table.on(.delete, "/api/v1/runs/{id}", .blocking, runs.delete)

    table.on(.post, "/api/v1/runs/{id}/metrics", .blocking, metrics.log)
    table.on(.get, "/api/v1/runs/{id}/metrics", .blocking, metrics.series)
    table.on(.get, "/api/v1/runs/{id}/metrics.csv", .blocking, metrics.csv)
    table.on(.get, "/api/v1/runs/{id}/metrics.ndjson", .blocking, metrics.ndjson)
    table.on(.get, "/api/v1/runs/{id}/quantizers", .blocking, quantizers.list)
    table.on(.get, "/api/v1/runs/{id}/step-sizes", .blocking, quantizers.stepSizes)
    table.on(.get, "/api/v1/runs/{id}/histograms", .blocking, quantizers.histograms)

    table.on(.get, "/api/v1/runs/{id}/artifacts", .blocking, artifacts.list)
    table.on(.get, "/api/v1/runs/{id}/artifacts/{path...}", .blocking, artifacts.download)
    table.onUpload(.put, "/api/v1/runs/{id}/artifacts/{path...}", artifacts.upload)
    table.on(.delete, "/api/v1/runs/{id}/artifacts/{path...}", .blocking, artifacts.delete)

    table.on(.get, "/api/v1/events", .blocking, events.stream)

    table.on(.get, "/healthz", .inline, health.live)
    table.on(.get, "/readyz", .blocking, health.ready)
    for method in [.get, .post, .put, .patch, .delete] as [HTTPRequest.Method] {
      table.on(method, "/api/{path...}", .inline, health.nothing)
    }
    if let files = parts.dashboard { table.onFiles("/", files) }
    if let files = parts.chartLibrary { table.onFiles("/vendor/chart.js", files) }
    return table
  }
}
