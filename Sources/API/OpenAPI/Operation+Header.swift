import Experiments

extension Operation {
  static func header(_ name: String, _ about: String, _ schema: JSONValue) -> JSONValue {
    [
      "name": .string(name), "in": "header", "description": .string(about), "schema": schema,
    ]
  }

  /// The key under which a request is done once.
  ///
  /// - Parameter what: what the request carries.
  static func idempotencyKey(_ what: String) -> JSONValue {
    header(
      "Idempotency-Key",
      "The same key again, with the same \(what), answers as it did the first time.",
      ["type": "string", "pattern": "^[!-~]{1,255}$"])
  }
}
