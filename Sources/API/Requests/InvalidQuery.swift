import Experiments

/// A query string that cannot be answered. The pointer of each error is `?` and the parameter's
/// name.
struct InvalidQuery: Error, Hashable {
  var errors: [FieldError]
}
