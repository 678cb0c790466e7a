import Experiments
import Foundation
import Store

/// The parameters of a job's run: its spec, flattened to keys such as `quantizer.weightBits`.
enum SpecParameters {
  /// Numbers and words as they are, arrays as JSON; what is null, names the run, or only says
  /// where, when and after which jobs it is trained is left out.
  static func flatten(_ spec: JobSpec) throws -> [String: String] {
    let tree = try JSONCoding.tree(JSONCoding.encoder().encode(spec))
    var parameters: [String: String] = [:]
    try collect(tree, key: "", into: &parameters)
    for key in ["name", "experiment", "notBefore", "after"] { parameters[key] = nil }
    return parameters.filter { !$0.key.hasPrefix("needs.") }
  }

  private static func collect(
    _ value: JSONValue, key: String, into parameters: inout [String: String]
  ) throws {
    switch value {
    case .null: break
    case .object(let members):
      for (name, member) in members {
        try collect(member, key: key.isEmpty ? name : "\(key).\(name)", into: &parameters)
      }
    case .string(let text): parameters[key] = text
    case .bool, .integer, .number, .array:
      parameters[key] = try JSONCoding.text(value)
    }
  }
}

extension NewJob {
  /// - Parameter user: who submits it; nil if that is not known.
  init(spec: JobSpec, study: String?, user: String?) throws {
    self.init(
      spec: spec, study: study, parameters: try SpecParameters.flatten(spec),
      tags: user.map { [Run.userTag: $0] } ?? [:])
  }
}
