/// A Swift type whose memory is what a safetensors file holds, on the little-endian machines Swift
/// runs on.
package protocol SafetensorsElement: BitwiseCopyable {
  static var elementType: SafetensorsTensor.ElementType { get }
}

extension Float: SafetensorsElement {
  package static var elementType: SafetensorsTensor.ElementType { .f32 }
}

extension Double: SafetensorsElement {
  package static var elementType: SafetensorsTensor.ElementType { .f64 }
}

extension Int64: SafetensorsElement {
  package static var elementType: SafetensorsTensor.ElementType { .i64 }
}

extension Int32: SafetensorsElement {
  package static var elementType: SafetensorsTensor.ElementType { .i32 }
}

extension UInt64: SafetensorsElement {
  package static var elementType: SafetensorsTensor.ElementType { .u64 }
}

extension Int8: SafetensorsElement {
  package static var elementType: SafetensorsTensor.ElementType { .i8 }
}

extension UInt8: SafetensorsElement {
  package static var elementType: SafetensorsTensor.ElementType { .u8 }
}
