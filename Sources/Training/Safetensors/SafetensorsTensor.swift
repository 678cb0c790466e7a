package import Foundation

/// One tensor of a safetensors file: its elements as they lie in the file.
package struct SafetensorsTensor: Sendable, Equatable {
  /// The format's names of its element types.
  package enum ElementType: String, Codable, Sendable {
    case f64 = "F64"
    case f32 = "F32"
    case f16 = "F16"
    case bf16 = "BF16"
    case i64 = "I64"
    case i32 = "I32"
    case i16 = "I16"
    case i8 = "I8"
    case u64 = "U64"
    case u32 = "U32"
    case u16 = "U16"
    case u8 = "U8"
    case bool = "BOOL"

    /// Bytes of one element.
    package var size: Int {
      switch self {
      case .f64, .i64, .u64: 8
      case .f32, .i32, .u32: 4
      case .f16, .bf16, .i16, .u16: 2
      case .i8, .u8, .bool: 1
      }
    }
  }

  package let type: ElementType
  /// Outermost dimension first; empty for a scalar.
  package let shape: [Int]
  /// Little-endian, row-major.
  package let bytes: Data

  init(type: ElementType, shape: [Int], bytes: Data) {
    precondition(
      Self.byteCount(type, shape) == bytes.count,
      "\(bytes.count) bytes are not a tensor \(shape) of \(type.rawValue)")
    (self.type, self.shape, self.bytes) = (type, shape, bytes)
  }

  /// The tensor of `elements`, in row-major order; copies them.
  package init<Element: SafetensorsElement>(
    _ elements: UnsafeBufferPointer<Element>, shape: [Int]
  ) {
    self.init(type: Element.elementType, shape: shape, bytes: Data(buffer: elements))
  }

  /// The tensor of `elements`, in row-major order; of one dimension if no shape is given.
  package init<Element: SafetensorsElement>(_ elements: [Element], shape: [Int]? = nil) {
    self = elements.withUnsafeBufferPointer {
      SafetensorsTensor($0, shape: shape ?? [elements.count])
    }
  }

  /// The elements; nil if they are of another type.
  package func elements<Element: SafetensorsElement>(as _: Element.Type) -> [Element]? {
    type == Element.elementType ? load(Element.self) : nil
  }

  /// The elements of any floating-point type as float32 (F64 is rounded); nil if they are not
  /// floating-point.
  package var floats: [Float]? {
    switch type {
    case .f32: load(Float.self)
    case .f64: load(Double.self).map { Float($0) }
    case .f16: load(UInt16.self).map { Float(Float16(bitPattern: $0)) }
    case .bf16: load(UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    default: nil
    }
  }

  private func load<Element: BitwiseCopyable>(_: Element.Type) -> [Element] {
    let count = bytes.count / MemoryLayout<Element>.stride
    return [Element](unsafeUninitializedCapacity: count) { elements, filled in
      filled = bytes.copyBytes(to: elements) / MemoryLayout<Element>.stride
    }
  }

  /// What a tensor takes; nil if a dimension is negative or the product overflows.
  static func byteCount(_ type: ElementType, _ shape: [Int]) -> Int? {
    var count = type.size
    for dimension in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }
}
