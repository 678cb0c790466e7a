import Experiments
import Foundation
import Jobs
import Testing

@Suite struct EventFeedTests {
  private func event(_ number: Int) -> Event {
    .log(Event.NewLines(jobId: "\(number)", lines: []))
  }

  /// The first `count` jobs that a subscriber is told of; those that `then` publishes.
  @discardableResult
  private func listen(_ feed: EventFeed, count: Int, then: () -> Void) async -> [String] {
    let (stream, told) = AsyncStream<String>.makeStream()
    let subscription = feed.subscribe { entry in
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

  /// What a watcher is told that has all up to `id`: jobs, or "missed".
  private func replay(_ feed: EventFeed, after id: Int) -> [String] {
    var (id, told) = (id, [String]())
    while true {
      switch feed.next(after: id) {
      case .nothing: return told
      case .entry(let entry):
        id = entry.id
        if case .log(let lines) = entry.event { told.append(lines.jobId) }
      case .missed(let last):
        id = last
        told.append("missed")
      }
    }
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
    await listen(feed, count: 11) { for number in 0...10 { feed.publish(event(number)) } }
    #expect(replay(feed, after: 1_000_006) == ["7", "8", "9", "10"])
    #expect(replay(feed, after: feed.lastId) == [])
  }

  @Test func whoWasAwayTooLongIsTold() async {
    let feed = EventFeed(capacity: 4, start: Date(timeIntervalSince1970: 1))
    await listen(feed, count: 20) { for number in 0..<20 { feed.publish(event(number)) } }
    #expect(replay(feed, after: 1_000_003) == ["missed"])
    #expect(replay(feed, after: 1_000_014) == ["missed"])
    #expect(replay(feed, after: 1_000_015) == ["16", "17", "18", "19"])
  }

  @Test func idsOfAnotherServiceAreMissed() async {
    let feed = EventFeed(start: Date(timeIntervalSince1970: 2))
    #expect(replay(feed, after: 1_500_000) == ["missed"])
    await listen(feed, count: 1) { feed.publish(event(0)) }
    for id in [1_500_000, 9_000_000, .max, .min] {
      #expect(replay(feed, after: id) == ["missed"])
    }
    #expect(replay(feed, after: 1_999_999) == ["0"])
  }

  @Test func largeBatchesOfPointsAreNotKeptForever() async {
    let feed = EventFeed(start: Date(timeIntervalSince1970: 1))
    let point = MetricPoint(key: "a", step: 1, value: 1, time: Date(timeIntervalSince1970: 1))
    let points = Event.NewPoints(
      runId: "r", metrics: Array(repeating: point, count: 10_000), stepPoints: [])
    await listen(feed, count: 25) {
      for number in 0..<25 {
        feed.publish(.points(points))
        feed.publish(event(number))
      }
    }
    // Of 250,000 points the newest 100,000 or more are left.
    #expect(replay(feed, after: 1_000_000) == ["missed"])
    #expect(replay(feed, after: feed.lastId - 20) == (15..<25).map(String.init))
  }

  @Test func longLinesAreNotKeptForever() async {
    let feed = EventFeed(start: Date(timeIntervalSince1970: 1))
    let line = LogLine(
      time: Date(timeIntervalSince1970: 1), text: String(repeating: "x", count: 100_000))
    await listen(feed, count: 60) {
      for number in 0..<60 {
        feed.publish(
          .log(Event.NewLines(jobId: "\(number)", lines: Array(repeating: line, count: 10))))
      }
    }
    // Of 60 MB the newest 6 or more are left.
    #expect(replay(feed, after: 1_000_000) == ["missed"])
    #expect(replay(feed, after: feed.lastId - 6) == (54..<60).map(String.init))
  }

  @Test func anEventIsKeptHoweverLargeUntilTheNext() async {
    let feed = EventFeed(start: Date(timeIntervalSince1970: 1))
    let line = LogLine(time: Date(timeIntervalSince1970: 1), text: "x")
    let large = Event.log(
      Event.NewLines(jobId: "large", lines: Array(repeating: line, count: 300_000)))
    await listen(feed, count: 1) { feed.publish(large) }
    #expect(replay(feed, after: feed.lastId - 1) == ["large"])
    await listen(feed, count: 1) { feed.publish(event(1)) }
    #expect(replay(feed, after: feed.lastId - 2) == ["missed"])
    #expect(replay(feed, after: feed.lastId - 1) == ["1"])
  }

  @Test func jobsThatNameManyOthersAreNotKeptForever() async throws {
    let feed = EventFeed(start: Date(timeIntervalSince1970: 1))
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    spec.after = Array(repeating: "0123456789abcdef", count: 1000)
    let job = Job(
      id: "j", name: "j", state: .blocked, experiment: "e", runId: "r", spec: spec,
      createdAt: Date(timeIntervalSince1970: 1))
    await listen(feed, count: 1) {
      for _ in 0..<250 { feed.publish(.job(job)) }
      feed.publish(event(0))
    }
    #expect(replay(feed, after: 1_000_000) == ["missed"])
  }
}
