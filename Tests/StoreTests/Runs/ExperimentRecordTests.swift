import Experiments
import Store
import Testing

@Suite struct ExperimentRecordTests {
  @Test func defaultIsThereAndNamesAreUnique() throws {
    let fixture = try StoreFixture()
    let made = try fixture.store.write {
      try $0.createExperiment(name: "fashion", now: StoreFixture.noon)
    }
    #expect(made.name == "fashion" && made.runs == 0 && made.id > 0)
    #expect(throws: StoreError.experimentExists(name: "fashion", id: made.id)) {
      try fixture.store.write { try $0.createExperiment(name: "fashion", now: StoreFixture.noon) }
    }
    _ = try fixture.makeRun(experiment: "fashion")
    let page = try fixture.store.read { try $0.experiments() }
    #expect(page.items.map(\.name) == ["fashion", "Default"])
    #expect(page.items.map(\.runs) == [1, 0])
    #expect(try fixture.store.read { try $0.experiment(id: 0) }.name == "Default")
    #expect(throws: StoreError.notFound(kind: "experiment", id: "99")) {
      try fixture.store.read { try $0.experiment(id: 99) }
    }
  }
}
