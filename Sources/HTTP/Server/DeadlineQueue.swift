/// When to look at which descriptor: a heap ordered by time.
///
/// A connection's deadline moves later with every request. Instead of moving its entry, the owner
/// compares when the entry comes up, and schedules again if the deadline has moved: an active
/// connection costs one entry per timeout, not one per request.
package struct DeadlineQueue {
  private struct Entry {
    var time: Int64
    var descriptor: Int32
  }

  private var heap: [Entry] = []
  /// The earliest entry of each descriptor; `Int64.max` for none.
  private var earliest: [Int64] = []

  package init() {}

  /// The time of the first entry.
  package var next: Int64? { heap.first?.time }

  /// Makes sure that `descriptor` comes up at `time` or before.
  package mutating func schedule(_ descriptor: Int32, at time: Int64) {
    let index = Int(descriptor)
    if index >= earliest.count {
      earliest += Array(repeating: .max, count: index + 1 - earliest.count)
    }
    guard time < earliest[index] else { return }
    earliest[index] = time
    heap.append(Entry(time: time, descriptor: descriptor))
    siftUp(heap.count - 1)
  }

  /// Removes and returns a descriptor whose time has come.
  package mutating func popDue(now: Int64) -> Int32? {
    while let first = heap.first, first.time <= now {
      removeFirst()
      let index = Int(first.descriptor)
      // An entry that a later, earlier one has overtaken is stale.
      if earliest[index] == first.time {
        earliest[index] = .max
        return first.descriptor
      }
    }
    return nil
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    siftDown()
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].time < heap[parent].time else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, heap[child + 1].time < heap[child].time { child += 1 }
      guard heap[child].time < heap[parent].time else { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
