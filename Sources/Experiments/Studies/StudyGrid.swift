/// Values to be tried for fields of a spec, each combination of them once.
struct StudyGrid {
  /// One field and its values.
  private struct Axis {
    var title: String
    var path: [String]
    var values: [JSONValue]
    /// Where it is in what was sent.
    var pointer: String

    /// Pointers to the fields of a spec that its values give.
    var fields: Set<String> {
      Set(values.flatMap { $0.nested(in: path).leaves })
    }
  }

  /// One combination.
  private struct Point {
    var labels: [String: String] = [:]
    var patch: JSONValue = .object([:])
    var origins: [String: String] = [:]
  }

  private static let about =
    "Fields by dotted path or JSON pointer, each with an array of values to try."

  private var axes: [Axis] = []

  /// `{"quantizer.weightBits": [2, 3], "/optimizer": [{"learningRate": 0.1, "weightDecay": 0},
  /// ...]}`: fields by dotted path or JSON pointer. A value that is an object goes over what is
  /// there.
  init(_ reader: FieldReader) {
    for (key, value) in reader.members("grid", about: Self.about).sorted(by: { $0.key < $1.key }) {
      let path = Self.path(key)
      let place = "grid/\(JSONPointer.escape(key))"
      guard !path.isEmpty, !path.contains("") else {
        reader.report(
          within: place,
          "is neither a dotted path nor a JSON pointer, such as optimizer.learningRate")
        continue
      }
      guard path.count < JSONParser.maximumDepth else {
        reader.report(
          within: place,
          "is \(path.count) levels deep; fewer than \(JSONParser.maximumDepth) are possible")
        continue
      }
      guard case .array(let values) = value, !values.isEmpty else {
        reader.report(within: place, "\(value) is not an array of at least one value")
        continue
      }
      var labels: Set<String> = []
      if let again = values.map(\.label).first(where: { !labels.insert($0).inserted }) {
        reader.report(within: place, "\(again) is given twice")
        continue
      }
      let axis = Axis(
        title: path.joined(separator: "."), path: path, values: values, pointer: "/\(place)")
      // One would go over the other, and its row would tell what was not trained.
      let fields = axis.fields
      if let (other, field) = axes.lazy.compactMap({ other in
        other.fields.intersection(fields).min().map { (other, $0) }
      }).first {
        reader.report(within: place, "gives \(field), as \(other.pointer) does: once is enough")
        continue
      }
      axes.append(axis)
    }
  }

  /// Whether it gives each job its seed.
  var triesSeeds: Bool { axes.contains { $0.path == ["seed"] } }

  /// - Parameters:
  ///   - job: the spec that values go over.
  ///   - baseline: what to change for a job that is trained first, and whose weights the others
  ///     start from: one for each network and data set of the grid.
  func plan(job: JSONValue, baseline: JSONValue?, seeds: [Int]) -> StudyPlan {
    var plan = StudyPlan(keys: axes.isEmpty ? ["job"] : axes.map(\.title), measure: .results)
    let points = points
    for seed in seeds where plan.members.count <= StudyPlan.maximum {
      let seeded = job.merging(.object(["seed": .integer(seed)]))
      var starts: [JSONValue: Int] = [:]
      for point in points {
        let spec = seeded.merging(point.patch)
        var start: Int?
        if let baseline {
          let subject = Self.subject(of: spec)
          start = starts[subject] ?? plan.members.count
          if start == plan.members.count {
            plan.members.append(
              StudyPlan.Member(
                labels: [:], spec: seeded.merging(subject).merging(baseline), isShared: true,
                origins: point.origins.filter {
                  $0.key.hasPrefix("/model") || $0.key.hasPrefix("/dataset")
                }.merging(Self.origins(of: baseline)) { $1 }))
          }
          starts[subject] = start
        }
        var origins = point.origins
        // Weights that do not fit are the baseline's.
        if start != nil { origins["/start/id"] = "/baseline" }
        plan.members.append(
          StudyPlan.Member(labels: point.labels, spec: spec, start: start, origins: origins))
      }
    }
    return plan
  }

  /// Where the fields of a baseline's spec that it gives itself are in what was sent.
  private static func origins(of baseline: JSONValue) -> [String: String] {
    // That of an object without fields is the object itself.
    let fields = baseline.leaves.filter { !$0.isEmpty }
    return Dictionary(uniqueKeysWithValues: fields.map { ($0, "/baseline\($0)") })
  }

  /// Every combination, the last axis fastest. With more than a study may have, which is refused
  /// whole, the last axes are cut short.
  private var points: [Point] {
    if axes.isEmpty { return [Point(labels: ["job": "as given"])] }
    return axes.reduce([Point()]) { points, axis in
      let most = StudyPlan.maximum / points.count + 1
      return points.flatMap { point in
        axis.values.prefix(most).enumerated().map { index, value in
          var point = point
          point.labels[axis.title] = value.label
          point.patch = point.patch.merging(value.nested(in: axis.path))
          let field = axis.path.map { "/\(JSONPointer.escape($0))" }.joined()
          point.origins[field] = "\(axis.pointer)/\(index)"
          return point
        }
      }
    }
  }

  /// What a spec says of its network and of whose images it learns, as a part of a spec.
  private static func subject(of spec: JSONValue) -> JSONValue {
    guard case .object(let members) = spec else { return .object([:]) }
    var subject: [String: JSONValue] = [:]
    subject["model"] = members["model"]
    if case .object(let dataset)? = members["dataset"] {
      subject["dataset"] = .object(dataset.filter { ["name", "path"].contains($0.key) })
    }
    return .object(subject)
  }

  /// The keys along a dotted path or a JSON pointer (RFC 6901).
  private static func path(_ text: String) -> [String] {
    guard text.hasPrefix("/") else {
      return text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }
    return JSONPointer.keys(text) ?? []
  }
}
