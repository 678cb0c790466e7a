import Foundation
import Networks
import Testing
import Training

@Suite struct EngineBenchmarkTests {
  private static let peak = Result { try ProductPeak(threads: 1) }

  /// What `staircase bench engine --json` prints, and Tests/Peers/compare_engine.py reads.
  @Test(arguments: [QuantizationMethod.none, .lsq])
  func aCaseIsMeasuredAndTold(method: QuantizationMethod) throws {
    let what = EngineBenchmark.Case(
      model: "resnet8", side: 8, channels: 1, batchSize: 8,
      quantization: QuantizationConfiguration(method: method, weightBits: 3, activationBits: 3),
      threads: 1)
    let result = try EngineBenchmark.run(what, seconds: 1e-3, peak: Self.peak.get())
    #expect(result.steps > 0 && result.milliseconds > 0 && result.shareOfPeak > 0)
    #expect(abs(result.imagesPerSecond * result.milliseconds / 8e3 - 1) < 1e-9)
    #expect((result.recordingShare == nil) == (method == .none))
    let told = try JSONSerialization.jsonObject(with: JSONEncoder().encode(result))
    let fields = try #require(told as? [String: Any])
    #expect(fields["model"] as? String == "resnet8" && fields["precision"] as? String == "mixed")
    #expect(fields["arithmetic"] as? String == (method == .none ? "float32" : "lsq w3a3"))
    for name in ["imagesPerSecond", "peakMemoryBytes"] {
      #expect((fields[name] as? Double ?? 0) > 0, "\(name)")
    }
  }
}
