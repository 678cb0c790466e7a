import Experiments
import Store

extension NewJob {
  /// A job whose run has the fields of the spec as parameters.
  ///
  /// - Parameter user: who submits it, a tag of its run; nil if that is not known.
  init(spec: JobSpec, study: String? = nil, by user: String?) throws {
    self.init(
      spec: spec, study: study, parameters: try Self.parameters(of: spec),
      tags: user.map { [Run.userTag: $0] } ?? [:])
  }

  /// A spec flattened to keys such as `quantizer.weightBits`: numbers and words as they are, arrays
  /// as JSON; what is null, names the run, or only says where, when and after which jobs it is
  /// trained is left out.
  private static func parameters(of spec: JobSpec) throws -> [String: String] {
    var parameters: [String: String] = [:]
    try collect(JSONValue(encoding: spec), key: "", into: &parameters)
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
