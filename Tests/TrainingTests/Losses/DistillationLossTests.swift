import Foundation
import Tensors
import Testing
import Training

@Suite struct DistillationLossTests {
  static let student: [Float] = [0.3, -1.2, 0.7, 2.1, 0.1, -0.4]
  static let teacherValues: [Float] = [1.5, -0.2, 0.1, -1, 2, 0.5]
  static var teacher: Tensor { Tensor(shape: [2, 3], values: teacherValues) }

  static func loss(_ z: [Float], temperature: Double, gradient: Tensor) -> Double {
    DistillationLoss(
      logits: Tensor(shape: [2, 3], values: z), teacher: teacher, temperature: temperature,
      weight: 3, gradient: gradient
    ).loss
  }

  @Test(arguments: [1, 4, 0.5]) func lossIsItsFormula(temperature: Double) {
    func softmax(_ values: [Float]) -> [Double] {
      let powers = values.map { exp(Double($0) / temperature) }
      return powers.map { $0 / powers.reduce(0, +) }
    }
    var expected = 0.0
    for row in 0..<2 {
      let p = softmax(Array(Self.teacher.values[3 * row..<3 * row + 3]))
      let q = softmax(Array(Self.student[3 * row..<3 * row + 3]))
      expected += zip(p, q).reduce(0) { $0 + $1.0 * log($1.0 / $1.1) }
    }
    let found = Self.loss(
      Self.student, temperature: temperature, gradient: Tensor(shape: [2, 3]))
    #expect(abs(found - temperature * temperature * expected) < 1e-6)
  }

  @Test(arguments: [1, 4, 0.5])
  func theGradientIsThatOfFiniteDifferencesAndIsAdded(temperature: Double) {
    let gradient = Tensor(shape: [2, 3], values: [1, 1, 1, 1, 1, 1] as [Float])
    _ = Self.loss(Self.student, temperature: temperature, gradient: gradient)
    let ignored = Tensor(shape: [2, 3])
    for i in Self.student.indices {
      var (up, down) = (Self.student, Self.student)
      up[i] += 0.01
      down[i] -= 0.01
      let difference =
        (Self.loss(up, temperature: temperature, gradient: ignored)
          - Self.loss(down, temperature: temperature, gradient: ignored)) / 0.02
      // The gradient is that of the mean over the two examples, by the weight of 3.
      #expect(abs(3 * difference / 2 - (Double(gradient.data[i]) - 1)) < 6e-4)
    }
  }

  @Test func aStudentThatIsItsTeacherHasNothingToLearn() {
    let gradient = Tensor(shape: [2, 3])
    let loss = Self.loss(Self.teacher.values, temperature: 2, gradient: gradient)
    #expect(abs(loss) < 1e-12)
    #expect(gradient.values.allSatisfy { abs($0) < 1e-12 })
  }

  @Test func aTeacherWithoutNumbersLeavesNone() {
    let found = DistillationLoss(
      logits: Self.teacher,
      teacher: Tensor(shape: [2, 3], values: [.nan, 0, 1, 0, 1, 2] as [Float]),
      temperature: 1, weight: 1, gradient: Tensor(shape: [2, 3]))
    #expect(found.loss.isNaN)
  }
}
