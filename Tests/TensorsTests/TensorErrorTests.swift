import Foundation
import Tensors
import Testing

@Suite struct TensorErrorTests {
  /// A job that such an error ends tells people its localized description.
  @Test func theDescriptionHasTheFacts() {
    let refused: any Error = TensorError.library(
      operation: "convolution [1, 8, 8, 3] * [4, 3, 3, 3]", call: "dnnl_primitive_create", status: 3
    )
    #expect(
      refused.localizedDescription == "convolution [1, 8, 8, 3] * [4, 3, 3, 3]: "
        + "dnnl_primitive_create of oneDNN failed with status 3")
    let tooLarge: any Error = TensorError.memory(needed: 3 << 30, available: 2 << 30)
    #expect(
      tooLarge.localizedDescription == "the network takes 3072 MiB; this machine has 2048 MiB")
    let tooMany: any Error = TensorError.threads(asked: 2, allowed: 1)
    #expect(tooMany.localizedDescription == "2 threads are asked for; OMP_THREAD_LIMIT allows 1")
  }
}
