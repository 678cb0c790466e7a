import Experiments
import Foundation
import HTTP
import HTTPTypes

extension Request {
  /// Throws where there is a body that says something; what programs send for none is `{}`.
  func refuseBody() throws {
    if body.isEmpty || (try? JSONCoding.tree(Data(body))) == .object([:]) { return }
    throw HTTPError(.badRequest, "There is nothing to say in a body here: send none, or {}.")
  }
}
