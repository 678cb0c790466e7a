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

  @Test func oneWithoutRunsIsDeletedAndKeepsItsRunsUnderAnotherName() throws {
    let fixture = try StoreFixture()
    let run = try fixture.makeRun(experiment: "fasion")
    func delete() throws { try fixture.store.write { try $0.delete(experiment: 1) } }
    let renamed = try fixture.store.write { try $0.rename(experiment: 1, to: "fashion") }
    #expect(renamed.name == "fashion" && renamed.runs == 1)
    #expect(try fixture.store.read { try $0.run(id: run.id) }.experiment == "fashion")
    #expect(
      throws: StoreError.experimentInUse(id: 1, runs: 1, deleted: 0), performing: delete)
    // A deleted run may be restored, into its experiment.
    try fixture.store.write { try $0.deleteRun(id: run.id, now: StoreFixture.noon) }
    #expect(
      throws: StoreError.experimentInUse(id: 1, runs: 0, deleted: 1), performing: delete)
    try fixture.sql("DELETE FROM runs")
    try delete()
    #expect(throws: StoreError.notFound(kind: "experiment", id: "1"), performing: delete)
    #expect(throws: StoreError.experimentIsDefault) {
      try fixture.store.write { try $0.delete(experiment: 0) }
    }
  }
}
