import Tensors

/// Which buffer each value and each gradient of a plan has, and which sums of gradients the way
/// back needs.
///
/// Moments: step i runs forward at i and backward at 2n - i, n being the number of steps; the loss
/// is taken at n.
struct BufferAssignment {
  typealias Buffer = BufferPlan.Buffer

  /// The buffers of the backward pass of one step.
  struct Backward {
    /// Sums to take first, each of two gradients.
    var sums: [(terms: (Buffer, Buffer), total: Buffer)] = []
    /// dL/dy of an output: for an activation, each of the branch with that number.
    var incoming: [(branch: Int, buffer: Buffer)] = []
    /// The gradient that reaches x by other ways, to be added to dx.
    var residual: Buffer?
    /// Room for a gradient on the way from the incoming to the outgoing one.
    var between: Buffer?
    /// dL/dx, if it is wanted.
    var outgoing: Buffer?
  }

  private(set) var plan = BufferPlan()
  /// By value.
  private(set) var values: [Int: Buffer] = [:]
  /// By value: dv_hat/ds, where the input is quantized and has no gradient.
  private(set) var derivatives: [Int: Buffer] = [:]
  /// By value: its codes, where a convolution multiplies them in integers.
  private(set) var codes: [Int: Buffer] = [:]
  /// By value: the places in their windows of what a max pooling took.
  private(set) var places: [Int: Buffer] = [:]
  /// By value: what a max pooling took before batch-norm and ReLU.
  private(set) var extremes: [Int: Buffer] = [:]
  /// By step.
  private(set) var backward: [Backward] = []
  /// The gradient of the network's output.
  private(set) var outputGradient: Buffer

  private let graph: Graph
  private let batchSize: Int
  private let codeProducts: CodeProducts
  private let goesBack: Bool
  /// By value: whether its gradient is wanted.
  private var hasGradient: [Int: Bool] = [0: false]
  /// By value: the terms of its gradient so far, each from one of its readers.
  private var gradients: [Int: [Buffer]] = [:]

  /// - Parameter goesBack: whether there will be a backward pass. Without one a value lives until
  ///   its last reader going forward has it.
  init(
    _ steps: [PlanStep], graph: Graph, batchSize: Int, codeProducts: CodeProducts, goesBack: Bool
  ) {
    self.graph = graph
    self.codeProducts = codeProducts
    self.goesBack = goesBack
    self.batchSize = batchSize
    let count = steps.count
    let last = graph.nodes.count - 1
    // The input and the gradient of the output are the caller's at any time, the output from when
    // it is there.
    let (before, after) = (-1, 2 * count + 1)
    let input = plan.make([batchSize] + graph.nodes[0].shape, at: before)
    outputGradient = plan.make([batchSize] + graph.nodes[last].shape, at: before)
    values[0] = input
    for (moment, step) in steps.enumerated() { assignForward(step, at: moment) }
    for buffer in [input, outputGradient] { plan.use(buffer, at: after) }
    if let output = values[last] { plan.use(output, at: after) }
    gradients[last] = [outputGradient]
    backward = steps.map { _ in Backward() }
    guard goesBack else { return }
    for (index, step) in steps.enumerated().reversed() {
      backward[index] = assignBackward(step, at: 2 * count - index)
    }
  }

  // MARK: Forward

  private mutating func assignForward(_ step: PlanStep, at moment: Int) {
    switch step {
    case .activation(let activation):
      assignForward(activation, at: moment)
    case .convolution(_, let input, let output, let onto):
      readInput(input, at: moment)
      if let onto {
        read(onto, at: moment)
        values[output] = values[onto]
      } else {
        write(output, at: moment)
      }
      hasGradient[output] = true
    case .linear(let node, let input):
      readInput(input, at: moment)
      write(node, at: moment)
      hasGradient[node] = true
    case .plain(let node, let input):
      read(input, at: moment)
      write(node, at: moment)
      hasGradient[node] = hasGradient[input]
      if case .maxPooling = graph.nodes[node].operation {
        places[node] = makeBytes(for: node, at: moment)
      }
    case .normalizedPooling(let source, _, let pooling):
      read(source, at: moment)
      places[pooling] = makeBytes(for: pooling, at: moment)
      extremes[pooling] = plan.make([batchSize] + graph.nodes[pooling].shape, at: moment)
      write(pooling, at: moment)
      hasGradient[source] = true
      hasGradient[pooling] = true
    case .add(let node, let a, let b):
      read(a, at: moment)
      read(b, at: moment)
      write(node, at: moment, successorOf: [a, b])
      hasGradient[node] = hasGradient[a] == true || hasGradient[b] == true
    }
  }

  private mutating func assignForward(_ activation: PlanStep.Activation, at moment: Int) {
    for term in activation.terms { read(term, at: moment) }
    if !activation.terms.isEmpty {
      write(activation.source, at: moment, successorOf: activation.terms)
      hasGradient[activation.source] = true
    }
    read(activation.source, at: moment)
    // Nothing that learns lies before: of gradients, only those of the quantizers are wanted.
    let ends = hasGradient[activation.source] == false && activation.normalization == nil
    for branch in activation.branches {
      if !codeProducts.suffice(of: branch.value) { write(branch.value, at: moment) }
      if codeProducts.areRead(of: branch.value) {
        codes[branch.value] = makeBytes(for: branch.value, at: moment)
      }
      hasGradient[branch.value] = !ends || (branch.quantization != nil)
      if goesBack, ends, activation.branches.count == 1, branch.quantization != nil,
        feedsOneConvolution(branch.value)
      {
        hasGradient[branch.value] = false
        derivatives[branch.value] = plan.make(
          [batchSize] + graph.nodes[branch.value].shape, at: moment)
      }
    }
  }

  /// Whether a convolution is all that reads a value: it can find dL/ds by itself.
  private func feedsOneConvolution(_ value: Int) -> Bool {
    let consumers = graph.consumers[value]
    if consumers.count == 1, case .convolution = graph.nodes[consumers[0]].operation { return true }
    return false
  }

  // MARK: Backward

  private mutating func assignBackward(_ step: PlanStep, at moment: Int) -> Backward {
    var backward = Backward()
    switch step {
    case .activation(let activation):
      assignBackward(activation, &backward, at: moment)
    case .convolution(let node, let input, let output, let onto):
      if codeProducts[node]?.codeGradients != nil {
        readInput(input, at: moment)
      } else {
        read(input, at: moment)
      }
      takeGradient(of: output, &backward, at: moment)
      if let derivative = derivatives[input] { plan.use(derivative, at: moment) }
      if let onto, let incoming = backward.incoming.first {
        gradients[onto, default: []].append(incoming.buffer)
      }
      giveGradient(to: input, &backward, at: moment)
    case .linear(let node, let input):
      read(input, at: moment)
      takeGradient(of: node, &backward, at: moment)
      giveGradient(to: input, &backward, at: moment)
    case .plain(let node, let input):
      takeGradient(of: node, &backward, at: moment)
      if let buffer = places[node] { plan.use(buffer, at: moment) }
      giveGradient(to: input, &backward, at: moment)
    case .normalizedPooling(let source, _, let pooling):
      read(source, at: moment)
      takeGradient(of: pooling, &backward, at: moment)
      for buffer in [places[pooling], extremes[pooling]] {
        if let buffer { plan.use(buffer, at: moment) }
      }
      backward.between = plan.make([batchSize] + graph.nodes[pooling].shape, at: moment)
      giveGradient(to: source, &backward, at: moment)
    case .add(let node, let a, let b):
      takeGradient(of: node, &backward, at: moment)
      if let incoming = backward.incoming.first {
        for term in [a, b] where hasGradient[term] == true {
          gradients[term, default: []].append(incoming.buffer)
        }
      }
    }
    return backward
  }

  private mutating func assignBackward(
    _ activation: PlanStep.Activation, _ backward: inout Backward, at moment: Int
  ) {
    read(activation.source, at: moment)
    for (index, branch) in activation.branches.enumerated() {
      for buffer in gradients[branch.value, default: []] {
        plan.use(buffer, at: moment)
        backward.incoming.append((index, buffer))
      }
    }
    guard hasGradient[activation.source] == true, !backward.incoming.isEmpty else { return }
    let earlier = takeSum(of: activation.source, &backward, at: moment)
    backward.residual = earlier
    let outgoing = plan.make(
      [batchSize] + graph.nodes[activation.source].shape, at: moment,
      successorOf: backward.incoming.map(\.buffer) + (earlier.map { [$0] } ?? []))
    backward.outgoing = outgoing
    gradients[activation.source] = [outgoing]
    for term in activation.terms { gradients[term, default: []].append(outgoing) }
  }

  /// Makes the gradient of a step's only output its incoming one.
  private mutating func takeGradient(
    of value: Int, _ backward: inout Backward, at moment: Int
  ) {
    if let buffer = takeSum(of: value, &backward, at: moment) {
      backward.incoming = [(0, buffer)]
    }
  }

  /// The one gradient of a value, after summing what came by several ways.
  private mutating func takeSum(
    of value: Int, _ backward: inout Backward, at moment: Int
  ) -> Buffer? {
    let parts = gradients[value, default: []]
    for part in parts { plan.use(part, at: moment) }
    guard var sum = parts.first else { return nil }
    for part in parts.dropFirst() {
      let total = plan.make([batchSize] + graph.nodes[value].shape, at: moment)
      backward.sums.append(((sum, part), total))
      sum = total
    }
    return sum
  }

  private mutating func giveGradient(
    to value: Int, _ backward: inout Backward, at moment: Int
  ) {
    guard hasGradient[value] == true, !backward.incoming.isEmpty else { return }
    let buffer = plan.make([batchSize] + graph.nodes[value].shape, at: moment)
    backward.outgoing = buffer
    gradients[value, default: []].append(buffer)
  }

  // MARK: Buffers

  /// A byte for each value of a node's output.
  private mutating func makeBytes(for node: Int, at moment: Int) -> Buffer {
    plan.make([CodeTensor.floats(for: [batchSize] + graph.nodes[node].shape)], at: moment)
  }

  private mutating func read(_ value: Int, at moment: Int) {
    guard let buffer = values[value] else { preconditionFailure("value \(value) is not computed") }
    plan.use(buffer, at: moment)
  }

  /// Reads what there is of a layer's input: values, codes or both.
  private mutating func readInput(_ value: Int, at moment: Int) {
    if let buffer = codes[value] { plan.use(buffer, at: moment) }
    if values[value] != nil || codes[value] == nil { read(value, at: moment) }
  }

  private mutating func write(_ value: Int, at moment: Int, successorOf terms: [Int] = []) {
    values[value] = plan.make(
      [batchSize] + graph.nodes[value].shape, at: moment,
      successorOf: terms.compactMap { values[$0] })
  }
}
