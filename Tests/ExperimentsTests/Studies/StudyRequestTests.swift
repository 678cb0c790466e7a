import Experiments
import Foundation
import Testing

@Suite struct StudyRequestTests {
  static let job = #"{"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}}"#

  static func errors(_ json: String) -> [FieldError] {
    do {
      _ = try StudyRequest(json: Data(json.utf8))
      return []
    } catch let error as InvalidSpec {
      return error.errors
    } catch {
      return [FieldError(pointer: "?", detail: "\(error)")]
    }
  }

  static func specs(_ json: String) throws -> [JobSpec] {
    var specs: [JobSpec] = []
    try StudyRequest(json: Data(json.utf8)).plan.check { specs.append($0) }
    return specs
  }

  @Test func aGridTriesEveryCombinationForEverySeed() throws {
    let json = """
      {"job": \(Self.job), "seeds": [4, 5], "grid": {"optimizer.learningRate": [0.1, 0.01],
      "/quantizer": [{"weightBits": 2, "activationBits": 3}, {"weightBits": 8}, {"method": "none"}]}}
      """
    let specs = try Self.specs(json)
    #expect(specs.count == 12)
    #expect(specs.map(\.seed) == Array(repeating: 4, count: 6) + Array(repeating: 5, count: 6))
    #expect(specs[0].optimizer.learningRate == 0.1)
    #expect(specs[0].quantizer.weightBits == 2 && specs[0].quantizer.activationBits == 3)
    #expect(specs[1].quantizer.weightBits == 2 && specs[1].optimizer.learningRate == 0.01)
    #expect(specs[2].quantizer.weightBits == 8 && specs[2].quantizer.activationBits == 4)
    #expect(specs[5].quantizer.method == .none && specs[5].optimizer.learningRate == 0.01)
    let plan = try StudyRequest(json: Data(json.utf8)).plan
    #expect(plan.keys == ["quantizer", "optimizer.learningRate"])
    #expect(plan.rows.count == 6)
    #expect(plan.rows[0].members == [0, 6])
    #expect(plan.rows[5].labels["optimizer.learningRate"] == "0.01")
  }

  @Test func aBaselineComesFirstAndIsStartedFrom() throws {
    let plan = try StudyRequest(
      json: Data(
        """
        {"job": \(Self.job), "grid": {"quantizer.weightBits": [2, 3]}, "seeds": [1, 2],
        "baseline": {"quantizer": {"method": "none"}}}
        """.utf8)
    ).plan
    #expect(plan.members.count == 6)
    #expect(plan.members.map(\.start) == [nil, 0, 0, nil, 3, 3])
    #expect(plan.rows.map(\.members) == [[1, 4], [2, 5]])
    let ids = (0..<6).map { String(repeating: "\($0)", count: 16) }
    let spec = try plan.members[5].spec(ids: ids)
    #expect(spec.start == .job(id: ids[3]) && spec.after == [ids[3]])
    #expect(spec.quantizer.weightBits == 3 && spec.seed == 2)
    #expect(spec.name == "quantizer.weightBits 3, seed 2")
    #expect(try plan.members[3].spec(ids: ids).quantizer.method == .none)
  }

  @Test func everyDataSetOfAGridHasABaselineOfItsOwn() throws {
    let plan = try StudyRequest(
      json: Data(
        """
        {"job": \(Self.job), "grid": {"dataset.augment": [[], ["mirror"]],
          "/dataset": [{"name": "mnist", "path": "/m"}, {"name": "cifar-100", "path": "/c"}]},
        "baseline": {"quantizer": {"method": "none"}}}
        """.utf8)
    ).plan
    #expect(plan.members.map(\.start) == [nil, 0, 0, nil, 3, 3])
    let ids = (0..<6).map { String(repeating: "\($0)", count: 16) }
    let specs = try plan.members.map { try $0.spec(ids: ids) }
    #expect(specs.map(\.model.classes) == [10, 10, 10, 100, 100, 100])
    #expect(specs[0].dataset.augment == specs[3].dataset.augment)
  }

  @Test func everyNetworkOfAGridHasABaselineOfItsOwn() throws {
    let plan = try StudyRequest(
      json: Data(
        """
        {"job": \(Self.job), "grid": {"model.name": ["resnet8", "resnet20"],
          "quantizer.weightBits": [2, 3]}, "baseline": {"quantizer": {"method": "none"}}}
        """.utf8)
    ).plan
    #expect(plan.members.map(\.start) == [nil, 0, 0, nil, 3, 3])
    let ids = (0..<6).map { String(repeating: "\($0)", count: 16) }
    let specs = try plan.members.map { try $0.spec(ids: ids) }
    #expect(
      specs.map(\.model.name) == [.resnet8, .resnet8, .resnet8] + [.resnet20, .resnet20, .resnet20])
    #expect(specs.map { $0.quantizer.method == .none } == [true, false, false, true, false, false])
  }

  @Test func aStudyWithoutSeedsHasThatOfItsJob() throws {
    let job = #"{"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}, "seed": 7}"#
    #expect(try Self.specs(#"{"job": \#(job)}"#).map(\.seed) == [7])
    #expect(try Self.specs(#"{"job": \#(job), "seeds": [1, 2]}"#).map(\.seed) == [1, 2])
    #expect(try Self.specs(#"{"job": \#(job), "grid": {"seed": [4, 5]}}"#).map(\.seed) == [4, 5])
    let recipe = #"{"recipe": "schedule", "job": {"seed": 7}"#
    #expect(try Self.specs(recipe + "}").map(\.seed) == [7, 7, 7])
    #expect(try Self.specs(recipe + #", "seeds": [1, 2]}"#).map(\.seed) == [1, 1, 1, 2, 2, 2])
  }

  @Test(arguments: [Recipe.bits, .distillation, .quantizationError])
  func theFloat32NetworkOfARecipeHasNoQuantizer(recipe: Recipe) throws {
    let specs = try Self.specs(
      #"{"recipe": "\#(recipe.rawValue)", "job": {"quantizer": {"method": "lsq+"}}}"#)
    #expect(specs[0].quantizer.method == .none)
    #expect(specs.dropFirst().allSatisfy { $0.quantizer.method == .lsqPlus })
  }

  @Test(arguments: [
    ("{}", "/job", "is required without a recipe: a spec"),
    (#"{"recipe": "bit"}"#, "/recipe", #""bit" is not one of "bits""#),
    (
      #"{"recipe": "bits", "scale": "huge"}"#, "/scale",
      #""huge" is not one of "small", "medium", "paper""#
    ),
    (#"{"recipe": "bits", "grid": {}}"#, "/grid", "a recipe has its own"),
    (#"{"recipe": "bits", "seeds": []}"#, "/seeds", "one is needed at least"),
    (#"{"recipe": "bits", "seeds": [1, 1]}"#, "/seeds", "one is given twice"),
    (#"{"recipe": "bits", "seeds": ["1", 2]}"#, "/seeds/0", "whole numbers"),
    (#"{"recipe": "bits", "job": {"seed": -1}}"#, "/job/seed", "-1 is not one of: whole numbers"),
    (
      #"{"job": JOB, "seeds": [1], "grid": {"seed": [1, 2]}}"#, "/seeds",
      "are tried by the grid: give one or the other"
    ),
    (
      #"{"job": JOB, "grid": {"optimizer.momentum": [0, 0.5], "/optimizer/momentum": [0.9]}}"#,
      "/grid/optimizer.momentum", "gives /optimizer/momentum, as /grid/~1optimizer~1momentum does"
    ),
    (
      #"{"job": JOB, "grid": {"optimizer": [{"momentum": 0}], "optimizer.momentum": [0.9]}}"#,
      "/grid/optimizer.momentum", "gives /optimizer/momentum, as /grid/optimizer does"
    ),
    (#"{"recipe": "bits", "job": {"epochs": 0}}"#, "/job/epochs", "0 is not between 1 and 10000"),
    (
      #"{"recipe": "bits", "job": {"quantizer": {"weightBits": 5}}}"#, "/job/quantizer/weightBits",
      #"is the recipe's own, which shows it as "bits""#
    ),
    (#"{"recipe": "bits", "speed": 1}"#, "/speed", "is unknown; the keys here are baseline, grid"),
    (#"{"job": JOB, "scale": "small"}"#, "/scale", "belongs to a recipe"),
    (#"{"job": JOB, "grid": {"a..b": [1]}}"#, "/grid/a..b", "neither a dotted path nor"),
    (#"{"job": JOB, "grid": {"DEEP": [1]}}"#, "/grid/DEEP", "is 20000 levels deep"),
    (#"{"job": JOB, "grid": {"epochs": 3}}"#, "/grid/epochs", "3 is not an array"),
    (#"{"job": JOB, "grid": {"epochs": []}}"#, "/grid/epochs", "at least one value"),
    (
      #"{"job": JOB, "grid": {"optimizer.learningRate": [0.1, 0.2, 1e-1]}}"#,
      "/grid/optimizer.learningRate", "0.1 is given twice"
    ),
    (
      #"{"job": JOB, "grid": {"/quantizer/weightBits": [2, 9]}}"#,
      "/grid/~1quantizer~1weightBits/1", "9 is not between 2 and 8"
    ),
    (
      #"{"job": JOB, "grid": {"quantizer": [{"weightBits": 1}]}}"#, "/grid/quantizer/0/weightBits",
      "1 is not between 2 and 8"
    ),
    (#"{"job": JOB, "grid": {"epoch": [1]}}"#, "/grid/epoch/0", "is unknown; the keys here are"),
    (
      #"{"job": JOB, "grid": {"epochs": [1]}, "baseline": {"epochs": 0}}"#, "/baseline/epochs",
      "0 is not between 1 and 10000"
    ),
    (
      #"{"job": {"epochs": 0, "dataset": {"name": "synthetic-32"}, "model": {"name": "resnet8"}}, "#
        + #""baseline": {}}"#, "/job/epochs", "0 is not between 1 and 10000"
    ),
    (
      #"{"job": JOB, "grid": {"epochs": [1]}, "baseline": {"model": {"nam": 1}}}"#,
      "/baseline/model/nam", "is unknown"
    ),
    (
      #"{"job": JOB, "seeds": [1, 2], "grid": {"epochs": MANY}}"#, "/grid",
      "makes more than 1000 jobs, the most that a study may have"
    ),
    (
      #"{"job": JOB, "grid": {"epochs": MANY, "seed": MANY, "batchSize": MANY}}"#, "/grid",
      "makes more than 1000 jobs"
    ),
  ]) func aBadFieldIsNamed(json: String, pointer: String, detail: String) {
    let many = "[\((1...501).map(String.init).joined(separator: ","))]"
    let deep = Array(repeating: "a", count: 20_000).joined(separator: ".")
    let json = json.replacing("JOB", with: Self.job).replacing("MANY", with: many)
      .replacing("DEEP", with: deep)
    let errors = Self.errors(json)
    #expect(errors.map(\.pointer) == [pointer.replacing("DEEP", with: deep)])
    #expect(errors.first?.detail.contains(detail) == true, "\(errors)")
  }

  @Test(arguments: Recipe.allCases) func everySmallRecipeIsAFewShortJobs(recipe: Recipe) throws {
    let specs = try Self.specs(#"{"recipe": "\#(recipe.rawValue)"}"#)
    // Ten minutes, at 50 seconds an epoch of ResNet-8; ResNet-20 takes three times as long, and a
    // teacher's forward passes a quarter of it.
    let epochs = specs.reduce(0) {
      $0 + Double($1.epochs) * ($1.model.name == .resnet8 ? 1 : 3)
        * ($1.distillation == nil ? 1 : 1.25)
    }
    #expect(epochs <= 11)
    #expect(specs.allSatisfy { $0.dataset.name == .fashionMNIST })
    #expect(specs.count { $0.quantizer.method == .none } == (recipe == .modelSize ? 2 : 1))
    for spec in specs where spec.quantizer.method != .none { #expect(spec.after.count == 1) }
  }

  @Test func theMediumScaleTrainsLonger() throws {
    let specs = try Self.specs(#"{"recipe": "bits", "scale": "medium", "seeds": [3]}"#)
    #expect(specs.map(\.epochs) == [8, 4, 4, 4, 4])
    #expect(specs.map(\.optimizer.learningRate) == [0.1, 0.01, 0.01, 0.01, 0.03])
    #expect(
      specs.allSatisfy {
        $0.model.name == .resnet20 && $0.dataset.augment == [.padCrop, .mirror] && $0.seed == 3
      })
    let scales = try Self.specs(#"{"recipe": "gradient-scale", "scale": "medium"}"#)
    #expect(scales.map(\.epochs) == [8, 4, 4, 4, 4, 4, 4])
    #expect(try Self.specs(#"{"recipe": "weight-decay", "scale": "medium"}"#).count == 1 + 16)
  }

  @Test(arguments: Recipe.allCases) func everyPaperRecipeIsAsInThePaper(recipe: Recipe) throws {
    let specs = try Self.specs(
      """
      {"recipe": "\(recipe.rawValue)", "scale": "paper", "job": {"dataset": {"path": "imagenet"}}}
      """)
    #expect(specs.allSatisfy { $0.dataset.name == .imagenet && $0.batchSize == 256 })
    let isOverall = recipe == .bits || recipe == .modelSize
    #expect(Set(specs.map(\.model.name)).count == (isOverall ? 7 : recipe == .distillation ? 3 : 1))
    for spec in specs {
      let isQuantized = spec.quantizer.method != .none
      let isShort = isQuantized && (spec.quantizer.weightBits == 8 || recipe == .updateRatio)
      #expect(spec.epochs == (isShort ? 1 : 90))
      #expect(spec.model.classes == 1000)
      let bits = isQuantized ? spec.quantizer.weightBits : 32
      if recipe != .gradientScale {
        #expect(spec.optimizer.learningRate == [8: 0.001, 32: 0.1][bits, default: 0.01])
      }
      if recipe != .weightDecay {
        #expect(spec.optimizer.weightDecay == [2: 0.25e-4, 3: 0.5e-4][bits, default: 1e-4])
      }
      if recipe == .schedule {
        #expect(spec.schedule.name == .cosine || spec.schedule.milestones == [20, 40, 60, 80])
      }
    }
  }

  @Test func recipesChangeWhatTheyAreAbout() throws {
    func rows(_ recipe: Recipe) throws -> [JobSpec] {
      try Self.specs(#"{"recipe": "\#(recipe.rawValue)"}"#).filter { $0.quantizer.method != .none }
    }
    #expect(try rows(.bits).map(\.quantizer.weightBits) == [8, 4, 3, 2])
    #expect(try rows(.bits).map(\.optimizer.learningRate) == [0.001, 0.01, 0.01, 0.01])
    #expect(try rows(.bits).map(\.optimizer.weightDecay) == [1e-4, 1e-4, 0.5e-4, 0.25e-4])
    #expect(try rows(.weightDecay).map(\.quantizer.weightBits) == [2, 2, 2, 2, 4, 4, 4, 4])
    let decays = [1e-4, 0.5e-4, 0.25e-4, 0.125e-4]
    #expect(try rows(.weightDecay).map(\.optimizer.weightDecay) == decays + decays)
    let scales = try rows(.gradientScale)
    #expect(scales.map(\.quantizer.gradientScale) == [.full, .count, .one, .one, .full, .full])
    #expect(scales.map(\.quantizer.gradientScaleFactor) == [1, 1, 1, 1, 10, 0.1])
    #expect(scales.map(\.optimizer.learningRate) == [0.01, 0.01, 0.01, 0.0001, 0.01, 0.01])
    #expect(scales.allSatisfy { $0.epochs == 1 })
    let taught = try rows(.distillation)
    #expect(taught.map { $0.distillation != nil } == [false, true, false, true])
    #expect(taught[1].distillation?.teacher == taught[1].start)
    let schedules = try rows(.schedule).map(\.schedule)
    #expect(schedules.map(\.name) == [.cosine, .step])
    #expect(schedules[1].milestones == [20.0, 40, 60, 80].map { $0 * 3 / 90 })
    #expect(try rows(.updateRatio).map(\.quantizer.gradientScale) == [.full, .count, .one])
    let sizes = try rows(.modelSize)
    #expect(sizes.map(\.model.name) == [.resnet8, .resnet8, .resnet8, .resnet20])
    #expect(sizes.map(\.quantizer.weightBits) == [2, 4, 8, 2])
    #expect(sizes.allSatisfy { $0.optimizer.learningRate == 0.01 })
    let methods = try rows(.methods).map(\.quantizer)
    #expect(
      methods.map(\.method) == [.lsq, .lsqPlus, .pact, .fixed, .minError, .minError, .minError])
    #expect(methods.suffix(3).map(\.errorMeasure) == [.mae, .mse, .kl])
  }
}
