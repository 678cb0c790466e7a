import Experiments
import Foundation
import Jobs
import Testing

@Suite struct EventFeedTests {
  private func event(_ number: Int) -> Event {
    .log(Event.NewLines(jobId: "\(number)", lines: []))
  }

  /// The first `count` things that a subscriber is told: job ids, or "missed".
  private func listen(
    _ feed: EventFeed, after: Int? = nil, count: Int, then: () -> Void = {}
  ) async -> [String] {
    let (stream, told) = AsyncStream<String>.makeStream()
    let subscription = feed.subscribe(after: after, missed: { told.yield("missed") }) { entry in
      if case .log(let lines) = entry.event { told.yield(lines.jobId) }
    }
    then()
    var heard: [String] = []
    for await word in stream {
      heard.append(word)
      if heard.count == count { break }
    }
    subscription.cancel()
    return heard
  }

  @Test func subscribersHearWhatComesInOrder() async {
    let feed = EventFeed()
    feed.publish(event(0))
    let heard = await listen(feed, count: 100) {
      for number in 1...100 { feed.publish(event(number)) }
    }
    #expect(heard == (1...100).map(String.init))
  }

  @Test func whoComesBackHearsWhatItMissed() async {
    let feed = EventFeed(start: Date(timeIntervalSince1970: 1))
    for number in 0..<10 { feed.publish(event(number)) }
    let heard = await listen(feed, after: 1_000_006, count: 4) { feed.publish(event(10)) }
    #expect(heard == ["7", "8", "9", "10"])
  }

  @Test func whoWasAwayTooLongIsTold() async {
    let feed = EventFeed(capacity: 4, start: Date(timeIntervalSince1970: 1))
    for number in 0..<20 { feed.publish(event(number)) }
    #expect(await listen(feed, after: 1_000_003, count: 5) == ["missed", "16", "17", "18", "19"])
    #expect(await listen(feed, after: 1_000_015, count: 4) == ["16", "17", "18", "19"])
  }

  @Test func idsOfAnotherServiceAreMissed() async {
    let feed = EventFeed(start: Date(timeIntervalSince1970: 2))
    feed.publish(event(0))
    #expect(await listen(feed, after: 1_500_000, count: 2) == ["missed", "0"])
    #expect(await listen(feed, after: 9_000_000, count: 1) == ["missed"])
    #expect(await listen(feed, after: .max, count: 1) == ["missed"])
    #expect(await listen(feed, after: .min, count: 2) == ["missed", "0"])
  }

  @Test func largeBatchesOfPointsAreNotKeptForever() async {
    let feed = EventFeed(start: Date(timeIntervalSince1970: 1))
    let point = MetricPoint(key: "a", step: 1, value: 1, time: Date(timeIntervalSince1970: 1))
    let points = Event.NewPoints(
      runId: "r", metrics: Array(repeating: point, count: 10_000), stepPoints: [])
    for number in 0..<25 {
      feed.publish(event(number))
      feed.publish(.points(points))
    }
    // Of 250,000 points the newest 100,000 or more are left.
    let heard = await listen(feed, after: 1_000_000, count: 11)
    #expect(heard.first == "missed" && heard.dropFirst().allSatisfy { (Int($0) ?? 0) > 4 })
  }
}
