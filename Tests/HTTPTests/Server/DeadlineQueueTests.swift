import Testing

import HTTP

@Suite struct DeadlineQueueTests {
  @Test func comesUpInOrder() {
    var queue = DeadlineQueue()
    for (descriptor, time) in [(5, 50), (1, 10), (3, 30), (2, 20), (4, 40)] as [(Int32, Int64)] {
      queue.schedule(descriptor, at: time)
    }
    #expect(queue.next == 10)
    #expect(queue.popDue(now: 5) == nil)
    #expect(queue.popDue(now: 25) == 1)
    #expect(queue.popDue(now: 25) == 2)
    #expect(queue.popDue(now: 25) == nil)
    #expect(queue.popDue(now: 50) == 3)
    #expect(queue.popDue(now: 50) == 4)
    #expect(queue.popDue(now: 50) == 5)
    #expect(queue.next == nil)
  }

  @Test func anEarlierTimeOvertakes() {
    var queue = DeadlineQueue()
    queue.schedule(1, at: 100)
    queue.schedule(1, at: 10)
    queue.schedule(1, at: 50)
    #expect(queue.popDue(now: 200) == 1)
    #expect(queue.popDue(now: 200) == nil)
    queue.schedule(1, at: 300)
    #expect(queue.popDue(now: 300) == 1)
  }

  @Test func holdsFewEntriesForManyRequests() {
    var queue = DeadlineQueue()
    for time in 0..<10_000 as Range<Int64> {
      queue.schedule(7, at: 75_000 + time)
    }
    #expect(queue.popDue(now: 75_000) == 7)
    #expect(queue.next == nil)
  }
}
