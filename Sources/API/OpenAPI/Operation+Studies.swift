import Experiments
import HTTPTypes

extension Operation {
  static func studies(_ book: SchemaBook) -> [Operation] {
    let study = book.reference(Study.self)
    let here = Refusal.notFound("study")
    return [
      Operation(
        method: .post, path: .at("/api/v1/studies"), id: "submitStudy", tag: .studies,
        summary: "Submit a study",
        detail: """
          A recipe, or a spec and a grid of changes to it. All jobs are made together, with the \
          dependencies between them: baselines first, teachers before students.
          """,
        parameters: [idempotencyKey("study")],
        body: .json(
          book.reference("StudyRequest", "A study.", StudyRequest.reading), examples: examples),
        answers: [
          .created(
            study, "The study, with an empty table.",
            links: [
              "show": Answer.link(to: "showStudy"), "cancel": Answer.link(to: "cancelStudy"),
            ])
        ],
        refusals: [
          .invalid(
            "Fields are wrong, of the study or of a spec that it makes. Or the Idempotency-Key came "
              + "before with another study.")
        ]),
      Operation(
        method: .get, path: .at("/api/v1/studies"), id: "listStudies", tag: .studies,
        summary: "List studies, the newest first",
        parameters: QueryReader.parameters(StudyRoutes.page),
        answers: [.page(book.reference(Page<Study>.self), "Studies, without their tables.")]),
      Operation(
        method: .get, path: .study(), id: "showStudy", tag: .studies,
        summary: "Show a study with its results",
        detail:
          "Its table alone as CSV or Markdown, where `Accept` or `.csv` or `.md` after the id asks.",
        answers: [
          Answer(
            about: "The study, or its table.",
            content: [
              "application/json": ["schema": study],
              TableFormat.csv.contentType: ["schema": ["type": "string"]],
              TableFormat.markdown.contentType: ["schema": ["type": "string"]],
            ])
        ], refusals: [here]),
      Operation(
        method: .post, path: .study("/cancel"), id: "cancelStudy", tag: .studies,
        summary: "Cancel the jobs of a study that have not ended",
        answers: [.json(study, "The study.")], refusals: [here]),
      Operation(
        method: .get, path: .at("/api/v1/recipes"), id: "listRecipes", tag: .studies,
        summary: "List the recipes, the experiments of the paper",
        parameters: QueryReader.parameters(QueryReader.wholeList),
        answers: [.json(book.reference(Page<RecipeInfo>.self), "All of them.")]),
    ]
  }

  private static let examples: [String: JSONValue] = [
    "recipe": ["recipe": "bits", "scale": "small", "seeds": [1, 2, 3]],
    "grid": [
      "name": "rates",
      "job": ["dataset": ["name": "fashion-mnist"], "model": ["name": "resnet8"]],
      "grid": ["optimizer.learningRate": [0.1, 0.01]],
    ],
  ]
}
