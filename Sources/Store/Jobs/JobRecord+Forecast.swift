import GRDB

extension Snapshot {
  /// What the jobs that run and those that ran lately say of when others will start.
  func forecast() throws -> QueueForecast {
    let workers = try rows(
      """
      SELECT CASE WHEN jobs.key IS NULL THEN 0.0 ELSE jobs.eta_seconds END AS busy
      FROM workers LEFT JOIN jobs ON jobs.worker = workers.id
      WHERE NOT workers.draining AND NOT (SELECT paused FROM queue)
        AND workers.last_seen_at >= (SELECT max(last_seen_at) FROM workers) - 120000
      """
    ).map { $0["busy"] as Double? }
    let typical = try value(
      Double.self,
      """
      SELECT avg(duration) / 1000 FROM (SELECT ended_at - started_at AS duration FROM jobs
        WHERE state = 'succeeded' ORDER BY key DESC LIMIT 20)
      """)
    return QueueForecast(busySeconds: workers, typicalSeconds: typical)
  }
}
