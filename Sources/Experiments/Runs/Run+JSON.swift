extension Page<Run> {
  /// The same as the encoder's JSON, which takes 7.2 ms for 100 runs with 20 parameters and 10
  /// metrics each, where this takes 1.1 ms (one core of an AMD EPYC, Zen 3).
  package var json: JSONPage {
    JSONPage(capacity: 2048 * items.count, nextCursor: nextCursor) { json in
      json.array(items) { $0.run($1) }
    }
  }
}

extension JSONBytes {
  fileprivate mutating func run(_ run: Run) {
    raw("{")
    key("createdAt")
    time(run.createdAt)
    if let end = run.endedAt {
      key("endedAt")
      time(end)
    }
    key("experiment")
    string(run.experiment)
    if let extremes = run.extremes {
      key("extremes")
      object(extremes) { $0.extremes($1) }
    }
    key("id")
    string(run.id)
    if let job = run.jobId {
      key("jobId")
      string(job)
    }
    key("latest")
    object(run.latest) { $0.point($1) }
    key("name")
    string(run.name)
    key("parameters")
    object(run.parameters) { $0.string($1) }
    if let start = run.startedAt {
      key("startedAt")
      time(start)
    }
    key("status")
    string(run.status.rawValue)
    key("tags")
    object(run.tags) { $0.string($1) }
    raw("}")
  }

  private mutating func extremes(_ extremes: MetricExtremes) {
    raw("{")
    key("max")
    number(extremes.max)
    key("min")
    number(extremes.min)
    raw("}")
  }

  private mutating func point(_ point: MetricPoint) {
    raw("{")
    key("key")
    string(point.key)
    key("step")
    integer(point.step)
    key("time")
    time(point.time)
    key("value")
    number(point.value)
    raw("}")
  }
}
