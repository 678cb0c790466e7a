import Networks
import Testing

@Suite struct PlanTests {
  static func plan(_ quantization: QuantizationConfiguration?) throws -> Plan {
    let graph = try GraphTests.resnet("resnet8")
    return Plan(quantization.map { graph.quantized($0) } ?? graph)
  }

  static let threeBits = QuantizationConfiguration(weightBits: 3, activationBits: 3)

  @Test func aQuantizedNetworkCrossesMemoryOnceALayer() throws {
    let plan = try Self.plan(Self.threeBits)
    let activations = plan.steps.compactMap {
      if case .activation(let activation) = $0 { activation } else { nil }
    }
    // One for the image, one a batch-norm, one for the input of the linear layer.
    #expect(activations.count == 1 + 7 + 1)
    #expect(plan.steps.count == 9 + 9 + 1 + 1)
    // The two blocks that project read their activation through two quantizers.
    #expect(activations.count { $0.branches.count == 2 } == 2)
  }

  @Test func sumsAreNoStepsOfTheirOwn() throws {
    let plan = try Self.plan(Self.threeBits)
    for step in plan.steps {
      if case .add = step { Issue.record("\(step)") }
    }
    let taken = plan.steps.count {
      if case .activation(let activation) = $0 { !activation.terms.isEmpty } else { false }
    }
    let added = plan.steps.count {
      if case .convolution(_, _, _, let onto) = $0 { onto != nil } else { false }
    }
    #expect(taken == 1)
    #expect(added == 2)
  }

  @Test func inFloat32AnActivationIsComputedOnceForItsReaders() throws {
    let branches = try Self.plan(nil).steps.compactMap {
      if case .activation(let activation) = $0 { activation.branches.count } else { nil }
    }
    #expect(!branches.isEmpty && branches.allSatisfy { $0 == 1 })
  }
}
