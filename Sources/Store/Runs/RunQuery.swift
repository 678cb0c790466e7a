package import Experiments

/// Which runs to list. Every field that is set narrows the list.
package struct RunQuery: Hashable, Sendable {
  /// Name of an experiment.
  package var experiment: String?
  package var status: RunStatus?
  /// The study whose jobs made the runs.
  package var study: String?
  package var visibility: Visibility
  package var filter: RunFilter
  package var order: RunOrder
  /// Keys of the metrics whose extremes are read too.
  package var extremes: [String]
  package var page: PageRequest

  package enum Visibility: Hashable, Sendable {
    case active
    case deleted
  }

  package init(
    experiment: String? = nil, status: RunStatus? = nil, study: String? = nil,
    visibility: Visibility = .active, filter: RunFilter = RunFilter(),
    order: RunOrder = RunOrder(), extremes: [String] = [], page: PageRequest = PageRequest()
  ) {
    self.experiment = experiment
    self.status = status
    self.study = study
    self.visibility = visibility
    self.filter = filter
    self.order = order
    self.extremes = extremes
    self.page = page
  }

  /// The filters in SQL, over `runs` joined with `experiments` and `jobs`.
  var conditions: Conditions {
    var conditions = Conditions()
    conditions.add(
      "runs.experiment = (SELECT id FROM experiments WHERE name = ?)", if: experiment)
    conditions.add("runs.status = ?", if: status?.rawValue)
    conditions.add("jobs.study = ?", if: study)
    switch visibility {
    case .active: conditions.add("runs.deleted_at IS NULL")
    case .deleted: conditions.add("runs.deleted_at > 0")
    }
    for comparison in filter.comparisons { comparison.add(to: &conditions) }
    return conditions
  }
}
