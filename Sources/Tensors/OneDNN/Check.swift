import COneDNN

/// Turns a status of oneDNN into an error.
func check(
  _ status: dnnl_status_t, _ operation: @autoclosure () -> String, _ call: String
) throws(TensorError) {
  if status != dnnl_success {
    throw .library(operation: operation(), call: call, status: status.rawValue)
  }
}
