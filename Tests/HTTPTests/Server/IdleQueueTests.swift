import TestSupport
import Testing

import HTTP

@Suite struct IdleQueueTests {
  @Test func theFirstIsTheOneThatWaitedLongest() {
    var queue = IdleQueue()
    #expect(queue.first == nil)
    for descriptor in [5, 0, 9] as [Int32] { queue.append(descriptor) }
    #expect(queue.first == 5)
    queue.append(5)
    #expect(queue.first == 0)
    queue.remove(0)
    queue.remove(0)
    queue.remove(100)
    #expect(queue.first == 9)
    queue.remove(9)
    #expect(queue.first == 5)
    queue.remove(5)
    #expect(queue.first == nil)
  }

  @Test func agreesWithAList() {
    var (queue, list) = (IdleQueue(), [Int32]())
    var random = SeededGenerator(seed: 1)
    for _ in 0..<10_000 {
      let descriptor = Int32.random(in: 0..<20, using: &random)
      list.removeAll { $0 == descriptor }
      if Bool.random(using: &random) {
        queue.append(descriptor)
        list.append(descriptor)
      } else {
        queue.remove(descriptor)
      }
      #expect(queue.first == list.first)
    }
  }
}
