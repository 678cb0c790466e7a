import CKernels
import COneDNN

/// Where operations run: oneDNN's engine and stream, and a number of threads.
///
/// Not Sendable: it belongs to the thread that made it, which is the first of its threads. Contexts
/// of one thread that are used in turn must have as many threads each: oneDNN takes the last one's.
package final class ComputeContext {
  /// Threads of every product and kernel, the calling one included.
  package let threads: Int
  /// Measures what is done here, if it runs.
  package let clock = WorkClock()
  let engine: dnnl_engine_t
  let stream: dnnl_stream_t
  private var scratch = TensorStorage(count: 0)

  /// Once: a network's memory is the system's again when it ends, whichever thread it was trained
  /// on.
  private static let memoryIsReturned: Void = sc_return_large_blocks()

  package init(threads: Int) throws(TensorError) {
    precondition(threads > 0, "\(threads) threads")
    let allowed = Int(sc_most_threads())
    guard threads <= allowed else { throw .threads(asked: threads, allowed: allowed) }
    self.threads = threads
    Self.memoryIsReturned
    sc_use_threads(Int32(threads))
    var engine: dnnl_engine_t?
    try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "engine", "dnnl_engine_create")
    var stream: dnnl_stream_t?
    try check(
      dnnl_stream_create(&stream, engine, dnnl_stream_default_flags.rawValue), "stream",
      "dnnl_stream_create")
    guard let engine, let stream else {
      throw .library(operation: "engine", call: "dnnl_engine_create", status: 0)
    }
    self.engine = engine
    self.stream = stream
  }

  deinit {
    dnnl_stream_destroy(stream)
    dnnl_engine_destroy(engine)
  }

  /// Lends a kernel memory for partial sums.
  func withScratch(floats count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    if scratch.count < count { scratch = TensorStorage(count: count) }
    body(scratch.data)
  }

  /// The same for a reduction over `channels`.
  func withScratch(channels: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) {
    let count = sc_scratch_doubles(channels, kernelThreads)
    withScratch(floats: 2 * count) { scratch in
      scratch.withMemoryRebound(to: Double.self, capacity: count) { body($0) }
    }
  }

  /// Threads as the kernels take them.
  var kernelThreads: Int32 { Int32(threads) }
}
