/// The names that PyTorch's users give to the tensors of a ResNet: those of torchvision's modules.
///
/// conv1, bn1 (of photographs' networks), layer1.0.bn1, layer1.0.conv1, ..., layer2.0.downsample.0,
/// norm, fc. VGG has torchvision's names here too.
enum PyTorchNames {
  /// PyTorch's name of a tensor named "stage2.block1.shortcut.weight" here:
  /// "layer2.0.downsample.0.weight".
  static func name(of tensor: String) -> String {
    tensor.split(separator: ".").map { part in
      switch part {
      case "stem": "conv1"
      case "stemNorm": "bn1"
      case "shortcut": "downsample.0"
      default:
        number(part, after: "stage").map { "layer\($0)" }
          ?? number(part, after: "block").map { "\($0 - 1)" } ?? String(part)
      }
    }.joined(separator: ".")
  }

  private static func number(_ part: Substring, after word: String) -> Int? {
    part.hasPrefix(word) ? Int(part.dropFirst(word.count)) : nil
  }
}
