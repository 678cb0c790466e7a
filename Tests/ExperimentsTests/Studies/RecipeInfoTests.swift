import Experiments
import Foundation
import Testing

@Suite struct RecipeInfoTests {
  @Test func aRecipeTellsHowManyJobsEachSeedMakes() throws {
    #expect(RecipeInfo.all.map(\.recipe) == Recipe.allCases)
    for info in RecipeInfo.all {
      #expect(info.sizes.map(\.scale) == [.small, .medium, .paper])
      for size in info.sizes {
        let study = try StudyRequest([
          "recipe": .string(info.recipe.rawValue), "scale": .string(size.scale.rawValue),
          "seeds": [4, 5],
          "job": size.scale == .paper ? ["dataset": ["path": "/imagenet"]] : [:],
        ])
        #expect(size.jobs == study.plan.members.count / 2)
      }
    }
  }
}
