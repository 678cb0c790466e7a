package import Experiments

/// Which jobs to list. Every field that is set narrows the list.
package struct JobQuery: Hashable, Sendable {
  package var state: JobState?
  /// Name of an experiment.
  package var experiment: String?
  package var study: String?
  package var page: PageRequest

  package init(
    state: JobState? = nil, experiment: String? = nil, study: String? = nil,
    page: PageRequest = PageRequest()
  ) {
    self.state = state
    self.experiment = experiment
    self.study = study
    self.page = page
  }

  /// The filters in SQL, over `jobs` joined with `runs` and `experiments`.
  var conditions: Conditions {
    var conditions = Conditions()
    conditions.add("jobs.state = ?", if: state?.rawValue)
    conditions.add(
      "runs.experiment = (SELECT id FROM experiments WHERE name = ?)", if: experiment)
    conditions.add("jobs.study = ?", if: study)
    conditions.add("\(newest.sql) < ?", if: page.cursor?.key)
    return conditions
  }

  /// What the newest have the highest of, as a column of `Snapshot.jobs`. A job and its run are
  /// made together, so the keys of both give one order: that one is taken which an index has beside
  /// what is asked for.
  var newest: (sql: String, column: String, list: PageCursor.List) {
    let isByRun = experiment != nil && state == nil && study == nil
    return isByRun ? ("runs.key", "run", .jobsByRun) : ("jobs.key", "key", .jobs)
  }
}
