/// One quantizer of a run's network: what its step size belongs to.
package struct Quantizer: Codable, Hashable, Sendable, Identifiable {
  /// `<layer>.weight` or `<layer>.input`.
  package var id: String
  package var layer: String
  package var kind: Kind
  package var bits: Int
  package var signed: Bool
  /// N of the gradient scale: weights of the layer, or features of one example.
  package var count: Int
  /// Shape of what is quantized: weights [outputs, inputs, kernelHeight, kernelWidth] or [outputs,
  /// inputs], inputs [height, width, channels].
  package var shape: [Int]
  /// Its place in the network, from 0 at the input.
  package var position: Int

  package enum Kind: String, Codable, CaseIterable, Sendable {
    case weight
    case activation
  }

  package init(
    id: String, layer: String, kind: Kind, bits: Int, signed: Bool, count: Int, shape: [Int],
    position: Int
  ) {
    self.id = id
    self.layer = layer
    self.kind = kind
    self.bits = bits
    self.signed = signed
    self.count = count
    self.shape = shape
    self.position = position
  }
}

extension Quantizer {
  package init(_ reader: FieldReader) {
    self.init(
      id: reader.name(
        "id", example: "stem.weight", about: "The layer and what is quantized."),
      layer: reader.text("layer", about: "The layer's name."),
      kind: reader.requiredChoice(
        "kind", standIn: .weight,
        about: "Whether it quantizes the weights or the input of the layer."),
      bits: reader.integer("bits", in: 1...32, about: "Bits of a code."),
      signed: reader.flag("signed", about: "Whether codes may be negative."),
      count: reader.integer(
        "count", in: 1...Int.max,
        about: "N of the gradient scale: weights, or features of one example."),
      shape: reader.list(
        "shape", of: "sizes from 1", items: ["type": "integer", "minimum": 1], maximum: 8,
        about: """
          Weights: outputs, inputs, kernel height and width, or outputs, inputs. Inputs: height, \
          width, channels.
          """
      ) {
        if case .integer(let size) = $0, size > 0 { size } else { nil }
      },
      position: reader.integer(
        "position", in: 0...Int(Int32.max),
        about: "Its place in the network, from 0 at the input."))
  }
}
