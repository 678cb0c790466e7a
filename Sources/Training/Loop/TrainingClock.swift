/// How long a run takes, and how much of that is training.
struct TrainingClock {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var images = 0
  private var paused = Duration.zero
  private var lastImages = 0
  private var lastTraining = Duration.zero

  init() {
    start = clock.now
  }

  mutating func finishStep(images count: Int) {
    images += count
  }

  /// Does something that is not training.
  mutating func pause(_ work: () throws -> Void) rethrows {
    let begin = clock.now
    defer { paused += clock.now - begin }
    try work()
  }

  /// Seconds since the start.
  var seconds: Double { (clock.now - start) / .seconds(1) }

  /// Images a second, everything included.
  var overallImagesPerSecond: Double { Double(images) / max(seconds, 1e-9) }

  /// Images a second of training alone.
  var trainingImagesPerSecond: Double { Double(images) / max(training / .seconds(1), 1e-9) }

  /// Images a second of training since this was last asked.
  mutating func takeImagesPerSecond() -> Double {
    let now = training
    defer { (lastImages, lastTraining) = (images, now) }
    return Double(images - lastImages) / max((now - lastTraining) / .seconds(1), 1e-9)
  }

  private var training: Duration { clock.now - start - paused }
}
