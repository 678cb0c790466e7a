/// A client's socket on its way to the loop that serves it.
struct AcceptedSocket: Sendable {
  let descriptor: Int32
  /// Of the client.
  let address: String
  /// How many loops may still look for an idle connection whose place it takes; `nil` if the server
  /// is not full.
  var loopsToAsk: Int?
}
