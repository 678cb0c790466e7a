import Client
import Experiments
import Foundation

/// The demo's results: accuracy against the size of the model.
enum DemoTable {
  static func make(of jobs: [Job], client: ServiceClient) async throws -> String {
    var table = TextTable([
      ("network", .left), ("bits", .left), ("test accuracy", .right), ("model bytes", .right),
      ("images/s", .right), ("seconds", .right), ("state", .left),
    ])
    for job in jobs {
      let latest = try await client.run(job.runId).latest
      table.append([
        job.spec.model.name.rawValue,
        job.spec.quantizer.method == .none ? "float32" : "\(job.spec.quantizer.weightBits)",
        latest["testAccuracy"].map { Format.percent($0.value, digits: 2) } ?? "",
        latest["modelBytes"].map { Format.grouped($0.value) } ?? "",
        latest["meanImagesPerSecond"].map { Format.grouped($0.value) } ?? "",
        latest["trainSeconds"].map { Format.decimals($0.value, 1) } ?? "",
        job.state.rawValue,
      ])
    }
    return table.rendered()
  }
}
