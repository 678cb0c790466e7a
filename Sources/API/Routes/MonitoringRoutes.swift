import Experiments
import Foundation
import HTTP
import HTTPTypes
import Store

/// Figures of the service for Prometheus.
struct MonitoringRoutes: Sendable {
  let store: Store
  let meter: ServiceMeter
  let clock: @Sendable () -> Date

  func figures(_ request: Request) throws -> Response {
    var text = PrometheusText()
    let queue = try store.read { try $0.queueFigures(now: clock()) }
    Self.add(queue, to: &text)
    addDisk(to: &text)
    let (counts, server) = meter.state
    Self.add(counts, to: &text)
    if let server { Self.add(server, to: &text) }
    Self.add(ProcessFigures(), to: &text)
    var response = Response(type: PrometheusText.contentType, bytes: Array(text.text.utf8))
    response.headers[.cacheControl] = "no-store"
    return response
  }

  private static func add(_ queue: QueueFigures, to text: inout PrometheusText) {
    let states = JobState.allCases
    text.family(
      "staircase_jobs", .gauge, "Jobs by state.",
      states.map { (["state": $0.rawValue], Double(queue.jobs[$0] ?? 0)) })
    text.family(
      "staircase_oldest_job_age_seconds", .gauge,
      "Seconds since the oldest job of a state was submitted; 0 if there is none.",
      states.filter { !$0.isFinal }.map { (["state": $0.rawValue], queue.ages[$0] ?? 0) })
    text.family(
      "staircase_attempts_total", .counter,
      "Attempts at jobs by outcome; lost are those of workers that died.",
      JobAttempt.Outcome.allCases.filter { $0 != .running }.map {
        (["outcome": $0.rawValue], Double(queue.attempts[$0] ?? 0))
      })
    text.family(
      "staircase_workers", .gauge, "Workers that were heard of lately.",
      [
        (["state": "busy"], Double(queue.busyWorkers)),
        (["state": "idle"], Double(queue.workers - queue.busyWorkers)),
      ])
    text.figure(
      "staircase_leases", .gauge, "Leases that workers hold.", Double(queue.leases))
    text.figure(
      "staircase_lease_seconds_left", .gauge,
      "Seconds until the first lease ends without another heartbeat; 0 if there is none.",
      queue.leaseSecondsLeft)
    text.figure(
      "staircase_queue_paused", .gauge, "1 while no jobs are given out, else 0.",
      queue.isPaused ? 1 : 0)
    text.figure(
      "staircase_training_images_per_second", .gauge, "Images a second of all jobs that train.",
      queue.imagesPerSecond)
  }

  private func addDisk(to text: inout PrometheusText) {
    let sizes = store.fileSizes
    text.figure(
      "staircase_database_bytes", .gauge, "Size of the SQLite file.", Double(sizes.database))
    text.figure(
      "staircase_database_wal_bytes", .gauge, "Size of SQLite's write-ahead log.",
      Double(sizes.log))
    if let bytes = store.availableBytes {
      text.figure(
        "staircase_disk_available_bytes", .gauge, "Room left on the disk of the data folder.",
        Double(bytes))
    }
  }

  private static func add(_ counts: ServiceMeter.Counts, to text: inout PrometheusText) {
    text.family(
      "staircase_ingested_total", .counter, "What runs recorded, as new rows.",
      [
        (["kind": "metric_points"], Double(counts.metricPoints)),
        (["kind": "step_points"], Double(counts.stepPoints)),
        (["kind": "log_lines"], Double(counts.logLines)),
      ])
    let requests = counts.requests.sorted { "\($0.key)" < "\($1.key)" }
    text.family(
      "staircase_http_requests_total", .counter, "Requests by route and status.",
      requests.map { key, count in
        (
          ["method": key.method, "route": key.route, "status": "\(key.status)"], Double(count)
        )
      })
    let latencies = counts.latencies.sorted { "\($0.key)" < "\($1.key)" }
    text.histograms(
      "staircase_http_request_duration_seconds",
      "From the end of a request's head to its answer's head.",
      latencies.map { key, histogram in
        (["method": key.method, "route": key.route], histogram)
      })
  }

  private static func add(_ server: ServerStatistics, to text: inout PrometheusText) {
    text.figure(
      "staircase_http_connections", .gauge, "Connections open now.",
      Double(server.openConnections))
    text.figure(
      "staircase_http_connections_total", .counter, "Connections accepted.",
      Double(server.acceptedConnections))
    text.figure(
      "staircase_http_connections_refused_total", .counter,
      "Connections answered 503 at the limit.",
      Double(server.refusedConnections))
    text.figure(
      "staircase_http_malformed_requests_total", .counter, "Requests that could not be read.",
      Double(server.malformedRequests))
    text.figure(
      "staircase_http_timeouts_total", .counter, "Clients cut off for slowness.",
      Double(server.timeouts))
  }

  private static func add(_ process: ProcessFigures, to text: inout PrometheusText) {
    text.figure(
      "process_resident_memory_bytes", .gauge, "Memory in use.", Double(process.residentBytes))
    text.figure(
      "process_cpu_seconds_total", .counter, "Processor time used.", process.cpuSeconds)
    text.figure("process_open_fds", .gauge, "Open files.", Double(process.openFiles))
    if let start = ProcessFigures.start {
      text.figure("process_start_time_seconds", .gauge, "When it began, since 1970.", start)
    }
  }
}
