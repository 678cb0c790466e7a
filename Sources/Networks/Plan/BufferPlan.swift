import Tensors

/// Which tensors share memory. Each has a first and a last moment of use; those that never live
/// together may share.
struct BufferPlan {
  /// A tensor to be allocated.
  struct Buffer: Hashable {
    fileprivate let index: Int
  }

  private struct Lifetime {
    let shape: [Int]
    let first: Int
    var last: Int
    /// Tensors whose memory it may take over at its first moment, if that is their last.
    let successorOf: [Buffer]
    var count: Int { shape.reduce(1, *) }
  }

  private var lifetimes: [Lifetime] = []

  /// A tensor written at `moment`.
  /// - Parameter successorOf: tensors that the same operation reads, value by value, before it
  ///   writes.
  mutating func make(_ shape: [Int], at moment: Int, successorOf: [Buffer] = []) -> Buffer {
    lifetimes.append(
      Lifetime(shape: shape, first: moment, last: moment, successorOf: successorOf))
    return Buffer(index: lifetimes.count - 1)
  }

  /// Notes that a tensor is read or written at `moment`.
  mutating func use(_ buffer: Buffer, at moment: Int) {
    lifetimes[buffer.index].last = max(lifetimes[buffer.index].last, moment)
  }

  /// Allocates everything, in as few values as first fit finds.
  /// - Throws: `TensorError.memory` if this and `others` more values are more than the machine
  ///   holds.
  func allocate(beside others: Int) throws(TensorError) -> [Buffer: Tensor] {
    var slots: [(count: Int, busyUntil: Int)] = []
    var slotOf = [Int](repeating: -1, count: lifetimes.count)
    // Of one moment in the order they were made: one may be the successor of another.
    for index in lifetimes.indices.sorted(by: {
      (lifetimes[$0].first, $0) < (lifetimes[$1].first, $1)
    }) {
      let lifetime = lifetimes[index]
      let slot = inheritedSlot(of: lifetime, slotOf, slots) ?? freeSlot(for: lifetime, &slots)
      slots[slot].busyUntil = lifetime.last
      slotOf[index] = slot
    }
    let needed = slots.reduce(others) { $0 + $1.count } * MemoryLayout<Float>.stride
    guard needed <= MachineMemory.bytes else {
      throw .memory(needed: needed, available: MachineMemory.bytes)
    }
    let storages = slots.map { TensorStorage(count: $0.count) }
    var tensors: [Buffer: Tensor] = [:]
    for index in lifetimes.indices {
      tensors[Buffer(index: index)] = Tensor(
        shape: lifetimes[index].shape, in: storages[slotOf[index]])
    }
    return tensors
  }

  private func inheritedSlot(
    of lifetime: Lifetime, _ slotOf: [Int], _ slots: [(count: Int, busyUntil: Int)]
  ) -> Int? {
    for buffer in lifetime.successorOf {
      let slot = slotOf[buffer.index]
      if lifetimes[buffer.index].last == lifetime.first, slots[slot].busyUntil == lifetime.first,
        lifetimes[buffer.index].count == lifetime.count
      {
        return slot
      }
    }
    return nil
  }

  /// The smallest free slot that is large enough, or the largest free one made larger, or a new
  /// one.
  private func freeSlot(
    for lifetime: Lifetime, _ slots: inout [(count: Int, busyUntil: Int)]
  ) -> Int {
    let free = slots.indices.filter { slots[$0].busyUntil < lifetime.first }
    if let fitting = free.filter({ slots[$0].count >= lifetime.count })
      .min(by: { slots[$0].count < slots[$1].count })
    {
      return fitting
    }
    if let largest = free.max(by: { slots[$0].count < slots[$1].count }) {
      slots[largest].count = lifetime.count
      return largest
    }
    slots.append((lifetime.count, lifetime.last))
    return slots.count - 1
  }
}
