import Foundation
import Testing

import Experiments

struct JobSpecTests {
  /// A spec with the members of `more` over the two that must be given.
  static func json(_ more: String) -> Data {
    let required = #""dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}"#
    return Data("{\(required)\(more.isEmpty ? "" : ", ")\(more)}".utf8)
  }

  static func errors(_ json: Data) -> [FieldError] {
    do {
      _ = try JobSpec(json: json)
      return []
    } catch let error as InvalidSpec {
      return error.errors
    } catch {
      return [FieldError(pointer: "?", detail: "\(error)")]
    }
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    var members: String
    var pointer: String
    var detail: String
    var testDescription: String { members }

    init(_ members: String, _ pointer: String, _ detail: String) {
      (self.members, self.pointer, self.detail) = (members, pointer, detail)
    }
  }

  static let bad: [Bad] = [
    Bad(#""quantizer": {"weightBits": 1}"#, "/quantizer/weightBits", "1 is not between 2 and 8"),
    Bad(
      #""quantizer": {"activationBits": 9}"#, "/quantizer/activationBits",
      "9 is not between 2 and 8"),
    Bad(
      #""quantizer": {"weightBits": "2"}"#, "/quantizer/weightBits",
      #""2" is not a whole number between 2 and 8"#),
    Bad(
      #""quantizer": {"weightBits": 2.5}"#, "/quantizer/weightBits",
      "2.5 is not a whole number between 2 and 8"),
    Bad(
      #""quantizer": {"method": "pwlq"}"#, "/quantizer/method",
      #""pwlq" is not one of "none", "lsq", "fixed", "min-error", "pact", "lsq+""#),
    Bad(
      #""quantizer": {"layers": {"a/b": {"weightBits": 0}}}"#,
      "/quantizer/layers/a~1b/weightBits", "0 is not between 2 and 8"),
    Bad(
      #""quantizer": {"layers": {"stem": 4}}"#, "/quantizer/layers/stem", "4 is not an object"),
    Bad(#""quantizer": [2, 2]"#, "/quantizer", "an array is not an object"),
    Bad(#""batchSize": 0"#, "/batchSize", "0 is not between 1 and 4096"),
    Bad(#""batchSize": true"#, "/batchSize", "true is not a whole number between 1 and 4096"),
    Bad(#""epochs": -1"#, "/epochs", "-1 is not between 1 and 10000"),
    Bad(#""epochs": 1e99"#, "/epochs", "1e+99 is not a whole number between 1 and 10000"),
    Bad(
      #""optimizer": {"learningRate": NaN}"#, "/optimizer/learningRate",
      #"NaN is not a finite number; where one may be, it is a text: "NaN""#),
    Bad(
      #""optimizer": {"learningRate": "NaN"}"#, "/optimizer/learningRate",
      #""NaN" is not a finite number between 0.0 and 100.0"#),
    Bad(
      #""optimizer": {"learningRate": -Infinity}"#, "/optimizer/learningRate",
      #"-Infinity is not a finite number; where one may be, it is a text: "-Infinity""#),
    Bad(
      #""optimizer": {"learningRate": 1e999}"#, "/optimizer/learningRate",
      "1e999 is beyond the range of a double"),
    Bad(
      #""optimizer": {"learningRate": -0.1}"#, "/optimizer/learningRate",
      "-0.1 is not between 0.0 and 100.0"),
    Bad(
      #""optimizer": {"momentum": 1}"#, "/optimizer/momentum", "1 is not between 0.0 and 0.9999"),
    Bad(
      #""optimiser": {}"#, "/optimiser",
      "is unknown; the keys here are after, batchSize, checkpoint, dataset, distillation, epochs, "
        + "experiment, kind, labelSmoothing, maxAttempts, model, name, needs, notBefore, optimizer, "
        + "precision, priority, quantizer, record, reestimateBatchNorm, schedule, seed, start, "
        + "timeoutSeconds"),
    Bad(
      #""schedule": {"name": "cosine", "warmup": 5}"#, "/schedule/warmup",
      "is unknown; the keys here are gamma, milestones, name, warmupSteps"),
    Bad(
      #""schedule": {"name": "step"}"#, "/schedule/milestones",
      "is required for step: epochs, such as [30, 60]"),
    Bad(
      #""schedule": {"name": "step", "milestones": [2, 2]}"#, "/schedule/milestones",
      "each must be later than the one before"),
    Bad(
      #""schedule": {"milestones": [2]}"#, "/schedule/milestones",
      "belongs to the schedule step, not to cosine"),
    Bad(
      #""schedule": {"name": "step", "milestones": [1, 0]}"#, "/schedule/milestones/1",
      "0 is not one of: numbers of epochs above 0"),
    Bad(#""quantizer": {"countBatch": 1}"#, "/quantizer/countBatch", "1 is not true or false"),
    Bad(
      #""quantizer": {"errorMeasure": "l3"}"#, "/quantizer/errorMeasure",
      #""l3" is not one of "mae", "mse", "kl""#),
    Bad(
      #""optimizer": {"alsoDecay": ["step-sizes", "s"]}"#, "/optimizer/alsoDecay/1",
      #""s" is not one of: step-sizes, batch-norm, biases"#),
    Bad(
      #""optimizer": {"clipNorm": 0}"#, "/optimizer/clipNorm",
      "0 is not between 1e-12 and 1000000000000.0"),
    Bad(#""labelSmoothing": 1"#, "/labelSmoothing", "1 is not between 0.0 and 0.99"),
    Bad(
      #""distillation": {}"#, "/distillation/teacher", "is required: an object"),
    Bad(
      #""distillation": {"teacher": {}}"#, "/distillation/teacher",
      #"must be trained: its "from" is "job", "run" or "file""#),
    Bad(
      #""distillation": {"teacher": {"from": "job", "id": "7"}}"#, "/distillation/teacher/id",
      #""7" is not a job id: 16 hexadecimal digits"#),
    Bad(#""seed": 1, "seed": 2"#, "/seed", "is given twice"),
    Bad(#""kind": "serve""#, "/kind", #""serve" is not one of "train""#),
    Bad(#""name": 5"#, "/name", #"5 is not a string"#),
    Bad(#""after": "x""#, "/after", #""x" is not an array of at most 1000 job ids"#),
    Bad(#""after": ["x"]"#, "/after/0", #""x" is not one of: job ids"#),
    Bad(
      #""start": {"from": "job", "id": "7"}"#, "/start/id",
      #""7" is not a job id: 16 hexadecimal digits"#),
    Bad(
      #""start": {"from": "job"}"#, "/start/id",
      #"is required: a string, such as "0123456789abcdef""#),
    Bad(
      #""start": {"from": "random", "path": "/x"}"#, "/start/path",
      "is unknown; the keys here are from"),
    Bad(
      #""record": {"histogramsEvery": 5}"#, "/record/histogramsEvery",
      #"5 is not one of "epoch", "never""#),
    Bad(
      #""timeoutSeconds": 0"#, "/timeoutSeconds", "0 is not between 1 and 31536000"),
  ]

  @Test("A bad field is named by its pointer, with what would be right", arguments: bad)
  func badField(_ row: Bad) {
    let wanted = [FieldError(pointer: row.pointer, detail: row.detail)]
    #expect(Self.errors(Self.json(row.members)) == wanted)
  }

  @Test("What must be given and is not is named once each")
  func missing() {
    let errors = Self.errors(Data("{}".utf8))
    #expect(errors.map(\.pointer).sorted() == ["/dataset", "/model"])
    #expect(errors.allSatisfy { $0.detail.hasPrefix("is required") })
  }

  @Test("Every error is found, not only the first")
  func everyError() {
    let errors = Self.errors(
      Self.json(
        #""epochs": 0, "batchSize": 0, "quantizer": {"weightBits": 1, "x": 2}, "optimizer": []"#))
    #expect(
      errors.map(\.pointer).sorted() == [
        "/batchSize", "/epochs", "/optimizer", "/quantizer/weightBits", "/quantizer/x",
      ])
  }

  @Test("An unknown data set is refused, and one without a package needs a path")
  func datasets() {
    let unknown = #"{"dataset": {"name": "cats"}, "model": {"name": "resnet8"}}"#
    #expect(
      Self.errors(Data(unknown.utf8)) == [
        FieldError(
          pointer: "/dataset/name",
          detail: #""cats" is not one of "fashion-mnist", "mnist", "cifar-10", "cifar-100", "#
            + #""imagenet", "synthetic-32", "synthetic-224""#)
      ])
    let pathless = #"{"dataset": {"name": "mnist"}, "model": {"name": "resnet8"}}"#
    #expect(Self.errors(Data(pathless.utf8)).map(\.pointer) == ["/dataset/path"])
    let madeUp =
      #"{"dataset": {"name": "synthetic-32", "path": "/x"}, "model": {"name": "resnet8"}}"#
    #expect(Self.errors(Data(madeUp.utf8)).map(\.pointer) == ["/dataset/path"])
  }

  @Test("There are as many classes as the data set has, and a network must fit its images")
  func classesAndSizes() throws {
    func spec(_ dataset: String, _ model: String) -> Data {
      Data(
        #"{"dataset": {"name": "\#(dataset)", "path": "/x"}, "model": {"name": "\#(model)"}}"#.utf8)
    }
    for (dataset, model, classes) in [
      ("cifar-100", "vgg-small", 100), ("mnist", "resnet8", 10), ("imagenet", "vgg16bn", 1000),
      ("imagenet", "squeezenext-23-2x", 1000),
    ] {
      #expect(try JobSpec(json: spec(dataset, model)).model.classes == classes)
    }
    #expect(
      Self.errors(spec("cifar-10", "resnet18")) == [
        FieldError(
          pointer: "/model",
          detail:
            "resnet18 takes images of 224 pixels a side, and cifar-10 has 32; for those there "
            + "are resnet8, resnet20, resnet32, resnet56, vgg-small")
      ])
    #expect(Self.errors(spec("imagenet", "resnet20")).map(\.pointer) == ["/model"])
    var few = try JobSpec(json: spec("mnist", "resnet8"))
    few.model.classes = 9
    let error = #expect(throws: InvalidSpec.self) { try few.checkSubmission() }
    #expect(
      error?.errors == [
        FieldError(
          pointer: "/model/classes", detail: "9 is less than the 10 classes of mnist")
      ])
    // Its classes are its folders, which only a worker can count.
    var photographs = try JobSpec(json: spec("imagenet", "resnet18"))
    photographs.model.classes = 9
    try photographs.checkSubmission()
  }

  @Test("What no worker could train and no run could show is refused where it is submitted")
  func submission() throws {
    func refused(_ fields: String) throws -> [FieldError] {
      let text = #"{"model": {"name": "resnet8"}, \#(fields)}"#
      let spec = try JobSpec(json: Data(text.utf8))
      return #expect(throws: InvalidSpec.self) { try spec.checkSubmission() }?.errors ?? []
    }
    func refused(layers: [String]) throws -> [FieldError] {
      let layers = layers.map { #""\#($0)": {"weightBits": 2}"# }.joined(separator: ", ")
      return try refused(
        #""dataset": {"name": "fashion-mnist"}, "quantizer": {"layers": {\#(layers)}}"#)
    }
    for (name, pointer) in [("", ""), (#"a\u0000b"#, "a\0b"), ("conv é", "conv é")] {
      #expect(
        try refused(layers: [name]) == [
          FieldError(
            pointer: "/quantizer/layers/\(pointer)",
            detail: "is no name of a layer, such as stage1.block1.conv1")
        ])
    }
    #expect(
      try refused(layers: (0..<257).map { "l\($0)" }) == [
        FieldError(pointer: "/quantizer/layers", detail: "has 257 layers; 256 are possible")
      ])
    let lists = try refused(
      """
      "dataset": {"name": "fashion-mnist", "augment": ["mirror", "pad-crop", "mirror"]}, "epochs": 200,
      "optimizer": {"alsoDecay": ["biases", "biases"]},
      "schedule": {"name": "step", "milestones": \(Array(1...101))}
      """)
    #expect(
      lists == [
        FieldError(pointer: "/schedule/milestones", detail: "has 101 epochs; 100 are possible"),
        FieldError(pointer: "/dataset/augment", detail: "mirror is given twice"),
        FieldError(pointer: "/optimizer/alsoDecay", detail: "biases is given twice"),
      ])
  }

  @Test("What a spec does not say has its default")
  func defaults() throws {
    let whole = """
      {"after": [], "batchSize": 128, "checkpoint": {"everySteps": 200},
        "dataset": {"augment": ["pad-crop", "mirror"], "name": "fashion-mnist", "path": null},
        "distillation": null, "epochs": 4, "experiment": "Default", "kind": "train",
        "labelSmoothing": 0, "maxAttempts": 3, "model": {"classes": 10, "name": "resnet8"},
        "name": "resnet8 w4a4",
        "needs": {"instructionSet": "any", "memoryBytes": 0, "threads": 1}, "notBefore": null,
        "optimizer": {"alsoDecay": [], "clipNorm": null, "learningRate": 0.01, "momentum": 0.9,
          "name": "sgd", "weightDecay": 0.0001},
        "precision": "mixed", "priority": 0,
        "quantizer": {"activationBits": 4, "clippingDecay": 0.0001, "countBatch": false,
          "errorMeasure": "mse", "firstLastBits": 8, "gradientScale": "1/sqrt(N*Qp)",
          "gradientScaleFactor": 1, "layers": {}, "method": "lsq", "refitEvery": 10,
          "weightBits": 4},
        "record": {"histogramsEvery": "epoch", "metricsEvery": 10, "stepSizesEvery": 10},
        "reestimateBatchNorm": 0,
        "schedule": {"gamma": 0.1, "milestones": [], "name": "cosine", "warmupSteps": 0},
        "seed": 1, "start": {"from": "random"}, "timeoutSeconds": null}
      """
    let least = try JobSpec(json: Self.json(""))
    #expect(try JobSpec(json: Data(whole.utf8)) == least)
    #expect(try least.whole == JSONCoding.tree(Data(whole.utf8)))
    // A baseline is found by the text of its kept spec, which must stay as it was.
    #expect(try JSONValue(encoding: least)["optimizer"]?["clipNorm"] == nil)
    #expect(try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8) == least)
    let taught = try JobSpec(
      json: Self.json(#""distillation": {"teacher": {"from": "file", "path": "/t"}}"#))
    let distillation = try #require(taught.distillation)
    #expect(distillation.temperature == 1)
    #expect(distillation.weight == 1 && distillation.labelWeight == 1)
  }

  @Test("A spec is the same after a round through JSON, and null is the same as nothing")
  func roundTrip() throws {
    let spec = try JobSpec(
      json: Self.json(
        """
        "name": "w2a2", "seed": 7, "timeoutSeconds": null, "start": {"from": "job", "id":
        "0123456789abcdef"}, "quantizer": {"weightBits": 2, "activationBits": 3, "layers":
        {"stem": {"weightBits": 4}}}, "optimizer": {"learningRate": 1e-3}
        """))
    let again = try JobSpec(json: JSONCoding.encoder().encode(spec))
    #expect(again == spec)
    #expect(spec.optimizer.learningRate == 0.001)
    #expect(spec.quantizer.layers["stem"]?.weightBits == 4)
  }

  @Test("A start from a job is a dependency on it")
  func startIsDependency() throws {
    let spec = try JobSpec(
      json: Self.json(#""start": {"from": "job", "id": "0123456789abcdef"}"#))
    #expect(spec.after == ["0123456789abcdef"])
  }

  @Test("A teacher that is a job is a dependency on it, once")
  func teacherIsDependency() throws {
    let spec = try JobSpec(
      json: Self.json(
        """
        "start": {"from": "job", "id": "0123456789abcdef"}, "distillation": {"teacher":
        {"from": "job", "id": "0123456789abcdef"}, "weight": 2}
        """))
    #expect(spec.after == ["0123456789abcdef"])
    #expect(spec.distillation?.weight == 2)
    #expect(spec.distillation?.labelWeight == 1)
    let other = try JobSpec(
      json: Self.json(
        #""distillation": {"teacher": {"from": "job", "id": "fedcba9876543210"}}"#))
    #expect(other.after == ["fedcba9876543210"])
    #expect(try JobSpec(json: JSONCoding.encoder().encode(other)) == other)
  }

  @Test("The name says the model and the bits where none is given")
  func name() throws {
    let quantized = try JobSpec(
      json: Self.json(#""quantizer": {"weightBits": 2, "activationBits": 3}"#))
    #expect(quantized.name == "resnet8 w2a3")
    let float = try JobSpec(json: Self.json(#""quantizer": {"method": "none"}"#))
    #expect(float.name == "resnet8 float32")
    let fitted = try JobSpec(
      json: Self.json(#""quantizer": {"method": "min-error", "errorMeasure": "kl"}"#))
    #expect(fitted.name == "resnet8 min-kl w4a4")
  }
}
