import Experiments

/// A query string that cannot be answered. The pointer of each error is `?` and the parameter's
/// name.
struct InvalidQuery: Error, Hashable {
  var errors: [FieldError]

  /// A cursor that the list did not give.
  static func cursor(_ text: String) -> InvalidQuery {
    let detail = "\"\(text)\" is not a nextCursor of this list"
    return InvalidQuery(errors: [FieldError(pointer: "?cursor", detail: detail)])
  }
}
