package import Experiments
import Foundation
import GRDB

extension Transaction {
  /// Changes what may change of a job in any state. Throws `.notFound`.
  package func change(job id: String, _ change: JobPatch) throws {
    let key = try standing(id: id).key
    guard let text = try value(String.self, "SELECT spec FROM jobs WHERE key = ?", [key]) else {
      return
    }
    var spec = try JobSpec(json: Data(text.utf8))
    spec.priority = change.priority
    try execute(
      "UPDATE jobs SET priority = ?, spec = ? WHERE key = ?",
      [spec.priority, try JSONCoding.text(spec), key])
    markChanged(job: key)
  }
}
