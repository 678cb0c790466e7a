import Experiments
import Foundation
import Testing

@Suite struct StudyTableTests {
  static let table = StudyTable(
    keys: ["bits", "scale"], measures: ["testAccuracy", "testLoss"],
    rows: [
      StudyTable.Row(
        labels: ["bits": "2", "scale": "1, \"full\""],
        values: ["testAccuracy": [0.9, 0.92], "testLoss": [0.25]].compactMapValues {
          Statistic($0)
        },
        jobs: ["a", "b"]),
      StudyTable.Row(labels: ["bits": "3", "scale": "a|b"], values: [:], jobs: ["c"], failed: 1),
    ])

  @Test func deviationsAreThoseOfSamples() throws {
    let three = try #require(Statistic([1, 2, 3]))
    #expect(three.mean == 2 && three.deviation == 1 && three.count == 3)
    #expect(try #require(Statistic([5])).deviation == nil)
    #expect(Statistic([]) == nil)
  }

  @Test func csvQuotesWhatItMustAndKeepsAllDigits() {
    let lines = Self.table.csv.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(
      lines[0]
        == "bits,scale,testAccuracy,testAccuracy deviation,testAccuracy seeds,testLoss,"
        + "testLoss deviation,testLoss seeds")
    #expect(lines[1].hasPrefix("2,\"1, \"\"full\"\"\",0.91"))
    #expect(lines[1].hasSuffix(",2,0.25,,1"))
    #expect(lines[2] == "3,a|b,,,0,,,0")
    #expect(lines.count == 4)
  }

  @Test func markdownShowsMeanAndDeviation() {
    let lines = Self.table.markdown.split(separator: "\n")
    #expect(lines[0] == "| bits | scale | testAccuracy | testLoss | seeds |")
    #expect(lines[1] == "| --- | --- | ---: | ---: | ---: |")
    #expect(lines[2] == "| 2 | 1, \"full\" | 91.00% ± 1.41% | 0.25 | 2 |")
    #expect(lines[3] == "| 3 | a\\|b |  |  | 0, 1 failed |")
  }

  @Test func deviationsOfNothingAreNotShownAndOthersInTwoDigits() {
    let table = StudyTable(
      keys: ["bits"], measures: ["modelBytes", "testLoss", "trainSeconds"],
      rows: [
        StudyTable.Row(
          labels: ["bits": "2"],
          values: [
            "modelBytes": [23_816, 23_816], "testLoss": [1.312, 1.32], "trainSeconds": [80, 120],
          ].compactMapValues { Statistic($0) },
          jobs: ["a", "b"])
      ])
    #expect(table.cells == [["2", "23816", "1.316 ± 0.0057", "100 ± 28", "2"]])
  }

  @Test(
    arguments: [
      ([.queued: 2, .blocked: 1], .queued), ([.queued: 1, .succeeded: 1], .running),
      ([.running: 1], .running), ([.stopping: 1, .failed: 1], .running),
      ([.succeeded: 2], .succeeded), ([.succeeded: 1, .failed: 1, .canceled: 1], .failed),
      ([.timedOut: 1], .failed), ([.canceled: 1, .succeeded: 3], .canceled), ([:], .succeeded),
    ] as [([JobState: Int], StudyState)])
  func theStateIsWhatThoseOfTheJobsComeTo(jobs: [JobState: Int], state: StudyState) {
    #expect(StudyState(of: jobs) == state)
  }
}
