extension RouteCase {
  static let studies: [RouteCase] = [
    RouteCase(
      "POST /api/v1/studies", #"{"recipe": "bits", "scale": "small"}"#, is: 201,
      has: [#""recipe":"bits""#, #""state":"queued""#, #""blocked":4"#, #""claim":"#],
      fields: ["Location": "/api/v1/studies/"]),
    RouteCase(
      "POST /api/v1/studies",
      """
      {"name": "rates", "job": {"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}},
      "grid": {"optimizer.learningRate": [0.1, 0.01]}, "seeds": [1, 2]}
      """, is: 201, has: [#""name":"rates""#, #""queued":4"#]),
    RouteCase(
      "POST /api/v1/studies", #"{"recipe": "all"}"#, is: 422,
      has: [#""pointer":"/recipe""#, "quantization-error"]),
    RouteCase(
      "POST /api/v1/studies", #"{"recipe": "bits", "job": {"dataset": {"path": "/no/such"}}}"#,
      is: 422, has: [#""pointer":"/job/dataset/path""#, "there is no folder"]),
    RouteCase("POST /api/v1/studies", "{}", is: 422, has: [#""pointer":"/job""#]),
    RouteCase(
      "POST /api/v1/studies", #"{"job": {}, "grid": {"/a~2b": [1]}}"#, is: 422,
      has: [#""pointer":"/grid/~1a~02b""#, "is neither a dotted path nor a JSON pointer"]),
    RouteCase(
      "POST /api/v1/studies",
      """
      {"job": {"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}},
      "grid": {"epochs": [1]}, "baseline": {"model": {"name": "resnet20"}}}
      """, is: 422, has: [#""pointer":"/baseline""#, "resnet20"]),
    RouteCase("POST /api/v1/studies", "{", is: 400),

    RouteCase(
      "GET /api/v1/recipes", is: 200,
      has: [#""recipe":"bits""#, #""claim":"ResNet-18"#, #"{"jobs":5,"scale":"small"}"#]),
    RouteCase("GET /api/v1/recipes?limit=0", is: 400, has: ["?limit"]),
    RouteCase("GET /api/v1/studies", is: 200, has: ["{study}", #""recipe":"schedule""#]),
    RouteCase("GET /api/v1/studies?limit=0", is: 400, has: ["?limit"]),
    RouteCase(
      "GET /api/v1/studies/{study}", is: 200,
      has: [#""table":"#, #""measures":["testAccuracy""#, #""labels":{"schedule":"cosine"}"#]),
    RouteCase(
      "GET /api/v1/studies/{study}.csv", is: 200, has: ["schedule,testAccuracy,"],
      fields: ["Content-Type": "text/csv"]),
    RouteCase(
      "GET /api/v1/studies/{study}", headers: ["Accept": "TEXT/CSV"], is: 200,
      has: ["schedule,testAccuracy,"], fields: ["Content-Type": "text/csv", "Vary": "Accept"]),
    RouteCase(
      "GET /api/v1/studies/{study}", headers: ["Accept": "text/csv;q=0, */*"], is: 200,
      has: [#""table":"#], fields: ["Content-Type": "application/json", "Vary": "Accept"]),
    RouteCase(
      "GET /api/v1/studies/{study}",
      headers: ["Accept": "image/*, text/*, text/csv;q=0.1, */*;q=0.2"], is: 200,
      has: ["| --- |"], fields: ["Content-Type": "text/markdown"]),
    RouteCase(
      "GET /api/v1/studies/{study}.md", is: 200, has: ["| schedule | testAccuracy |"],
      fields: ["Content-Type": "text/markdown"]),
    RouteCase(
      "GET /api/v1/studies/{study}", headers: ["Accept": "text/markdown"], is: 200,
      has: ["| --- |"]),
    RouteCase("GET /api/v1/studies/0123456789abcdef", is: 404),
    RouteCase("GET /api/v1/jobs?study={study}", is: 200, has: [#""study":"{study}""#]),

    RouteCase("POST /api/v1/studies/{study}/cancel", is: 200, has: [#""state":"canceled""#]),
    RouteCase("POST /api/v1/studies/0123456789abcdef/cancel", is: 404),
  ]
}
