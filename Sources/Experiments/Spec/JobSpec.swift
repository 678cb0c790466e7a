package import Foundation

/// A training job as its author wrote it, checked and with every default filled in.
///
/// Only `dataset` and `model` must be given. `JobSpec(json:)` finds every error at once.
package struct JobSpec: Hashable, Sendable {
  /// A name for people; made from the model and the bits if it is not given.
  package var name: String
  /// The experiment that the job's run belongs to, by name. It is made if it is new.
  package var experiment: String
  package var kind: Kind
  /// Jobs of a higher priority are claimed first.
  package var priority: Int
  /// Seeds initial weights, the order of images and their augmentation.
  package var seed: Int
  /// Ids of the jobs that must succeed before this one may start.
  package var after: [String]
  package var dataset: DatasetSpec
  package var model: ModelSpec
  package var start: StartSpec
  package var quantizer: QuantizerSpec
  /// nil to learn from the labels alone.
  package var distillation: DistillationSpec?
  package var precision: Precision
  package var optimizer: OptimizerSpec
  package var schedule: ScheduleSpec
  /// The share of each label that is spread evenly over all classes.
  package var labelSmoothing: Double
  package var epochs: Int
  /// Images a step. The last, smaller batch of an epoch is left out.
  package var batchSize: Int
  /// Training batches over which batch-norm's statistics are averaged anew after the last step; 0
  /// to keep the running ones.
  package var reestimateBatchNorm: Int
  package var record: RecordSpec
  package var checkpoint: CheckpointSpec
  /// A job is tried so often before it has failed.
  package var maxAttempts: Int
  /// An attempt that takes longer is ended and the job is `timed_out`; nil for no limit.
  package var timeoutSeconds: Int?
  /// No worker is given the job before this time; nil for at once.
  package var notBefore: Date?
  package var needs: NeedsSpec

  package enum Kind: String, Codable, CaseIterable, Sendable {
    case train
  }

  /// The arithmetic of products in training.
  package enum Precision: String, Codable, CaseIterable, Sendable {
    /// Every product in float32.
    case float32
    /// Quantized layers forward in integers where that is exact, and gradients of their
    /// convolutions in bfloat16 where the processor is faster with it; the rest in float32.
    case mixed
  }
}

extension JobSpec {
  /// The priorities that a job may have.
  static let priorities = -1000...1000

  /// Whose weights the job needs: those it starts from and those of its teacher, each with the
  /// pointer to its field.
  package var weightSources: [(pointer: String, source: StartSpec)] {
    [("/start", start)] + (distillation.map { [("/distillation/teacher", $0.teacher)] } ?? [])
  }

  /// Why the final weights of a job with the spec `other` cannot be those at `pointer`, one of
  /// `weightSources`; nil if they can.
  package func misfit(_ other: JobSpec, at pointer: String) -> String? {
    func tell(_ network: ModelSpec) -> String {
      "\(network.name.rawValue) with \(network.classes) classes"
    }
    if pointer == "/start" {
      return other.model == model
        ? nil : "its network is \(tell(other.model)), and the one of this job \(tell(model))"
    }
    if other.quantizer.method != .none {
      return "its network is quantized, and a teacher is a float32 one"
    }
    if other.model.classes != model.classes {
      return "its network is \(tell(other.model)), and that of this job has \(model.classes)"
    }
    return other.model.misfit(dataset.name)
  }
}

// MARK: - JSON

extension JobSpec {
  /// Reads a spec. Throws `InvalidSpec` that names every bad field.
  package init(json: Data) throws {
    try self.init(JSONCoding.tree(json))
  }

  package init(_ tree: JSONValue) throws {
    self = try FieldReader.read(tree) { JobSpec($0) }
  }

  private init(_ reader: FieldReader) {
    kind = reader.choice("kind", default: .train, about: "What the job does.")
    experiment = reader.text(
      "experiment", default: "Default", example: "fashion",
      about: "The experiment that the run belongs to, by name; it is made if it is new.")
    priority = reader.integer(
      "priority", in: Self.priorities, default: 0,
      about: "Jobs of a higher priority are claimed first.")
    seed = reader.integer(
      "seed", in: 0...Int(Int32.max), default: 1,
      about: "Seeds initial weights, the order of images and their augmentation.")
    let dataset = reader.object(
      "dataset", required: true, about: "The images to train and test on."
    ) {
      DatasetSpec($0)
    }
    self.dataset = dataset
    model = reader.object("model", required: true, about: "The network to train.") {
      ModelSpec($0, for: dataset.name)
    }
    if let misfit = model.misfit(dataset.name) { reader.report("model", misfit) }
    start = reader.object("start", about: "The weights that training starts from.") {
      StartSpec($0)
    }
    quantizer = reader.object("quantizer", about: "How weights and activations are quantized.") {
      QuantizerSpec($0)
    }
    distillation = reader.optionalObject(
      "distillation", about: "A float32 teacher beside the labels; null for none."
    ) { DistillationSpec($0) }
    precision = reader.choice(
      "precision", default: .mixed,
      about:
        "mixed: layers forward in integers where that is exact, and gradients of convolutions in bfloat16 where the processor is faster with it; float32: neither."
    )
    optimizer = reader.object("optimizer", about: "Stochastic gradient descent.") {
      OptimizerSpec($0)
    }
    schedule = reader.object("schedule", about: "How the learning rate moves over a training.") {
      ScheduleSpec($0)
    }
    labelSmoothing = reader.number(
      "labelSmoothing", in: 0...0.99, default: 0,
      about: "The share of each label that is spread evenly over all classes.")
    epochs = reader.integer(
      "epochs", in: 1...10_000, default: 4, about: "Passes over the training images.")
    batchSize = reader.integer("batchSize", in: 1...4096, default: 128, about: "Images a step.")
    reestimateBatchNorm = reader.integer(
      "reestimateBatchNorm", in: 0...1_000_000, default: 0,
      about: "Batches over which batch-norm's statistics are averaged anew at the end; 0 for none.")
    record = reader.object("record", about: "How often the run records what.") { RecordSpec($0) }
    checkpoint = reader.object("checkpoint", about: "How often the job saves its state.") {
      CheckpointSpec($0)
    }
    maxAttempts = reader.integer(
      "maxAttempts", in: 1...100, default: 3, about: "A job is tried so often before it has failed."
    )
    timeoutSeconds = reader.optionalInteger(
      "timeoutSeconds", in: 1...31_536_000,
      about: "An attempt that takes longer is ended and the job is timed_out; null for no limit.")
    notBefore = reader.optionalTime(
      "notBefore", about: "The job waits until this time; null to begin when a worker is free.")
    needs = reader.object("needs", about: "What the job asks of its worker.") { NeedsSpec($0) }
    after = reader.ids(
      "after", of: .job, about: "Jobs that must succeed before this one may start.")
    name =
      reader.optionalText(
        "name", maximum: 250, example: "w2a2",
        about: "A name for people; made from the model and the bits if it is not given.")
      ?? "\(model.name.rawValue) \(quantizer.title)"
    // A start from a job, or one as a teacher, is a dependency on it: say so once, here.
    for (_, source) in weightSources {
      if case .job(let id) = source, !id.isEmpty, !after.contains(id) { after.append(id) }
    }
  }

  /// The spec with only what must be given, all else at its default.
  package static func defaults(dataset: DatasetSpec.Name, model: ModelSpec.Name) throws -> JobSpec {
    try JobSpec(
      .object([
        "dataset": .object(["name": .string(dataset.rawValue)]),
        "model": .object(["name": .string(model.rawValue)]),
      ]))
  }
}

extension JobSpec: Codable {
  package init(from decoder: any Decoder) throws {
    try self.init(JSONValue(from: decoder))
  }

  private enum CodingKeys: String, CodingKey {
    case name, experiment, kind, priority, seed, after, dataset, model, start, quantizer
    case distillation, precision, optimizer, schedule, labelSmoothing, epochs, batchSize
    case reestimateBatchNorm, record, checkpoint, maxAttempts, timeoutSeconds, notBefore, needs
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(experiment, forKey: .experiment)
    try container.encode(kind, forKey: .kind)
    try container.encode(priority, forKey: .priority)
    try container.encode(seed, forKey: .seed)
    try container.encode(after, forKey: .after)
    try container.encode(dataset, forKey: .dataset)
    try container.encode(model, forKey: .model)
    try container.encode(start, forKey: .start)
    try container.encode(quantizer, forKey: .quantizer)
    try container.encode(distillation, forKey: .distillation)
    try container.encode(precision, forKey: .precision)
    try container.encode(optimizer, forKey: .optimizer)
    try container.encode(schedule, forKey: .schedule)
    try container.encode(labelSmoothing, forKey: .labelSmoothing)
    try container.encode(epochs, forKey: .epochs)
    try container.encode(batchSize, forKey: .batchSize)
    try container.encode(reestimateBatchNorm, forKey: .reestimateBatchNorm)
    try container.encode(record, forKey: .record)
    try container.encode(checkpoint, forKey: .checkpoint)
    try container.encode(maxAttempts, forKey: .maxAttempts)
    try container.encode(timeoutSeconds, forKey: .timeoutSeconds)
    try container.encode(notBefore, forKey: .notBefore)
    try container.encode(needs, forKey: .needs)
  }
}

extension JobSpec {
  /// JSON Schema (2020-12) of a spec, drawn by what reads one.
  package static var schema: JSONValue { FieldReader.schema { JobSpec($0) } }

  /// The spec with every field that there is, for people: a kept one leaves out some that are null.
  package var whole: JSONValue {
    get throws { try JSONValue(encoding: self).whole(by: Self.schema) }
  }
}

extension JSONValue {
  /// An object with null for each property of its schema that it lacks, objects within it too.
  fileprivate func whole(by schema: JSONValue) -> JSONValue {
    guard case .object(let members) = self, case .object(let properties)? = schema["properties"]
    else { return self }
    let known = properties.map { key, schema in (key, members[key]?.whole(by: schema) ?? .null) }
    return .object(members.merging(known) { _, whole in whole })
  }
}
