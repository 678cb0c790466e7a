import Glibc

/// The system's clocks as the event loop reads them.
enum Clock {
  /// Nanoseconds of the clock that never jumps.
  static func monotonic() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

  /// Seconds since 1970.
  static func wallSecond() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return Int64(time.tv_sec)
  }

  private static func nanoseconds(_ clock: Int32) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

extension Duration {
  var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
