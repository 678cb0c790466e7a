/// Ends a run whose observer asked to stop; `TrainingLoop` makes a result of it.
struct StopHeard: Error {}
