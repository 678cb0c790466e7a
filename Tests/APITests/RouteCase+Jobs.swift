extension RouteCase {
  private static let required =
    #""dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}"#

  private static func submit(
    _ members: String, is status: Int, has: [String] = [], headers: [String: String] = [:],
    fields: [String: String] = [:]
  ) -> RouteCase {
    RouteCase(
      "POST /api/v1/jobs", "{\(required)\(members)}", headers: headers, is: status, has: has,
      fields: fields)
  }

  static let all = jobs + studies + workers + runs + artifacts + others

  static let jobs: [RouteCase] = [
    submit(
      "", is: 201, has: [#""state":"queued""#, #""queuePosition":2"#],
      fields: ["Location": "/api/v1/jobs/", "Content-Type": "application/json"]),
    submit(
      #", "start": {"from": "job", "id": "{running}"}"#, is: 201, has: [#""state":"blocked""#]),
    submit(
      #", "notBefore": "2199-01-01T00:00:00Z""#, is: 201,
      has: [#""notBefore":"2199-01-01T00:00:00.000Z""#]),
    submit(#", "notBefore": "soon""#, is: 422, has: [#""pointer":"/notBefore""#]),
    submit(
      #", "needs": {"threads": 2, "instructionSet": "avx512"}"#, is: 201,
      has: [#""instructionSet":"avx512""#]),
    submit(#", "needs": {"threads": 0}"#, is: 422, has: [#""pointer":"/needs/threads""#]),
    submit(
      #", "quantizer": {"weightBits": 1}"#, is: 422,
      has: [#""pointer":"/quantizer/weightBits""#, "1 is not between 2 and 8"]),
    submit(#", "bachSize": 4"#, is: 422, has: [#""pointer":"/bachSize""#, "batchSize"]),
    submit(#", "batchSize": 0"#, is: 422, has: [#""pointer":"/batchSize""#]),
    submit(#", "batchSize": "many""#, is: 422, has: ["is not a whole number"]),
    submit(
      #", "optimizer": {"learningRate": NaN}"#, is: 422,
      has: [#""pointer":"/optimizer/learningRate""#, "NaN is not a finite number"]),
    submit(
      #", "after": ["0123456789abcdef"]"#, is: 422,
      has: [#""pointer":"/after/0""#, "there is no job"]),
    submit(#", "after": ["{canceled}"]"#, is: 422, has: [#""pointer":"/after/0""#, "canceled"]),
    submit(
      #", "start": {"from": "run", "id": "{run}"}"#, is: 422, has: [#""pointer":"/start/id""#]),
    submit(
      #", "start": {"from": "file", "path": "/no/such.safetensors"}"#, is: 422,
      has: [#""pointer":"/start/path""#]),
    submit(
      #", "distillation": {"teacher": {"from": "job", "id": "{succeeded}"}}"#, is: 201,
      has: [#""state":"queued""#, #""after":["{succeeded}"]"#]),
    submit(
      #", "distillation": {"teacher": {"from": "job", "id": "{running}"}}"#, is: 422,
      has: [#""pointer":"/distillation/teacher/id""#, "a teacher is a float32 one"]),
    RouteCase(
      "POST /api/v1/jobs",
      #"{"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet20"}, "#
        + #""start": {"from": "job", "id": "{running}"}}"#,
      is: 422,
      has: [
        #""pointer":"/start/id""#,
        "its network is resnet8 with 10 classes, and the one of this job resnet20 with 10 classes",
      ]),
    submit(
      #", "distillation": {"teacher": {"from": "job", "id": "0123456789abcdef"}}"#, is: 422,
      has: [#""pointer":"/distillation/teacher/id""#, "there is no job"]),
    submit(
      #", "distillation": {"teacher": {"from": "run", "id": "{run}"}}"#, is: 422,
      has: [#""pointer":"/distillation/teacher/id""#]),
    submit(
      #", "distillation": {"teacher": {"from": "file", "path": "/no/such"}}"#, is: 422,
      has: [#""pointer":"/distillation/teacher/path""#]),
    RouteCase(
      "POST /api/v1/jobs", #"{"dataset": {"name": "cats"}, "model": {"name": "resnet8"}}"#,
      is: 422, has: [#""pointer":"/dataset/name""#, #"\"cats\" is not one of"#]),
    RouteCase(
      "POST /api/v1/jobs",
      #"{"dataset": {"name": "fashion-mnist", "path": "/no/such"}, "model": {"name": "resnet8"}}"#,
      is: 422, has: [#""pointer":"/dataset/path""#, "there is no folder"]),
    RouteCase(
      "POST /api/v1/jobs",
      #"{"dataset": {"name": "fashion-mnist", "path": "{folder}"}, "model": {"name": "resnet8"}}"#,
      is: 422, has: [#""pointer":"/dataset/path""#, "train-images-idx3-ubyte"]),
    RouteCase(
      "POST /api/v1/jobs",
      #"{"dataset": {"name": "cifar-10", "path": "{folder}"}, "model": {"name": "resnet8"}}"#,
      is: 422, has: ["has neither data_batch_1.bin nor cifar-10-batches-bin/data_batch_1.bin"]),
    RouteCase(
      "POST /api/v1/jobs",
      #"{"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}, "#
        + #""start": {"from": "file", "path": "{folder}"}}"#,
      is: 422, has: [#""pointer":"/start/path""#, "is no file that can be read here"]),
    RouteCase(
      "POST /api/v1/jobs",
      #"{"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8", "classes": 9}}"#,
      is: 422, has: [#""pointer":"/model/classes""#, "9 is less than the 10 classes"]),
    RouteCase(
      "POST /api/v1/jobs", #"{"dataset": {"name": "fashion-mn"#, is: 400,
      has: ["is not valid JSON", "line 1, column 33"]),
    RouteCase("POST /api/v1/jobs", "", is: 400, has: ["line 1, column 1"]),
    RouteCase("POST /api/v1/jobs", "[]", is: 422, has: ["an array is not an object"]),
    RouteCase(
      "POST /api/v1/jobs", "{}", is: 422,
      has: [#""pointer":"/dataset""#, #""pointer":"/model""#]),
    submit(
      "", is: 400, has: ["1 to 255 visible"],
      headers: ["Idempotency-Key": String(repeating: "k", count: 256)]),
    RouteCase("DELETE /api/v1/jobs", is: 405, fields: ["Allow": "GET, HEAD, OPTIONS, POST"]),

    RouteCase("GET /api/v1/jobs", is: 200, has: ["{queued}", "{running}", "{canceled}"]),
    RouteCase("HEAD /api/v1/jobs", is: 200),
    RouteCase("GET /api/v1/jobs?state=running", is: 200, has: ["{running}"]),
    RouteCase("GET /api/v1/jobs?experiment=none", is: 200, has: [#""items":[]"#]),
    RouteCase(
      "GET /api/v1/jobs?limit=1", is: 200, has: [#""study":"{study}""#, "nextCursor"],
      fields: ["Link": "rel=\"next\""]),
    RouteCase("GET /api/v1/jobs?limit=0", is: 400, has: [#""pointer":"?limit""#]),
    RouteCase("GET /api/v1/jobs?limit=many", is: 400, has: ["between 1 and 1000"]),
    RouteCase("GET /api/v1/jobs?cursor=here", is: 400, has: [#""pointer":"?cursor""#]),
    RouteCase("GET /api/v1/jobs?cursor=r1", is: 400, has: ["not a nextCursor of this list"]),
    RouteCase("GET /api/v1/jobs?experiment=fashion&cursor=b1", is: 200, has: [#""items":[]"#]),
    RouteCase("GET /api/v1/jobs?state=done", is: 400, has: ["succeeded"]),
    RouteCase("GET /api/v1/jobs?stat=queued", is: 400, has: ["the parameters here are"]),
    RouteCase(
      "GET /api/v1/jobs?limit=1&limit=2", is: 400,
      has: [#""pointer":"?limit""#, "is given 2 times"]),
    RouteCase(
      "GET /api/v1/jobs/{queued}", is: 200,
      has: [#""queuePosition":1"#, #""state":"queued""#]),
    RouteCase("GET /api/v1/jobs/0123456789abcdef", is: 404, has: ["0123456789abcdef"]),
    RouteCase("GET /api/v1/jobs/{queued}/nothing", is: 404),

    RouteCase(
      "PATCH /api/v1/jobs/{queued}", #"{"priority": 7}"#, is: 200,
      has: [#""priority":7"#, #""queuePosition":1"#]),
    RouteCase("PATCH /api/v1/jobs/{running}", #"{"priority": -1}"#, is: 200),
    RouteCase(
      "PATCH /api/v1/jobs/{queued}", #"{"priority": 8}"#, headers: ["If-Match": "\"x\""], is: 412,
      has: ["not the version"], fields: ["ETag": "\"", "Cache-Control": "no-store"]),
    RouteCase(
      "PATCH /api/v1/jobs/{queued}", #"{"priority": 1001, "epochs": 2}"#, is: 422,
      has: [#""pointer":"/priority""#, #""pointer":"/epochs""#]),
    RouteCase("PATCH /api/v1/jobs/{queued}", "{}", is: 422, has: [#""pointer":"/priority""#]),
    RouteCase("PATCH /api/v1/jobs/0123456789abcdef", #"{"priority": 1}"#, is: 404),

    RouteCase("POST /api/v1/jobs/{queued}/cancel", is: 200, has: [#""state":"canceled""#]),
    RouteCase("POST /api/v1/jobs/{running}/cancel", "{}", is: 200, has: [#""state":"stopping""#]),
    RouteCase("POST /api/v1/jobs/{canceled}/cancel", is: 200, has: [#""state":"canceled""#]),
    RouteCase(
      "POST /api/v1/jobs/{succeeded}/cancel", is: 409,
      has: ["is succeeded and cannot become canceled", "impossible-transition"]),
    RouteCase("POST /api/v1/jobs/0123456789abcdef/cancel", is: 404),
    RouteCase("POST /api/v1/jobs/{canceled}/retry", is: 200, has: [#""state":"queued""#]),
    RouteCase("POST /api/v1/jobs/{queued}/retry", is: 409),
    RouteCase("POST /api/v1/jobs/0123456789abcdef/retry", is: 404),
    RouteCase(
      "GET /api/v1/jobs/{running}/log", is: 200, has: [" began\n"],
      fields: ["Content-Type": "text/plain"]),
    RouteCase("GET /api/v1/jobs/{queued}/log", is: 200),
    RouteCase("GET /api/v1/jobs/{running}/log?follow=perhaps", is: 400, has: ["?follow"]),
    RouteCase("GET /api/v1/jobs/0123456789abcdef/log", is: 404),
    RouteCase(
      "GET /api/v1/spec-defaults", is: 200,
      has: [#""weightBits":4"#, #""resnet20""#, #""clipNorm":null"#]),
  ]

  static let workers: [RouteCase] = [
    RouteCase(
      "GET /api/v1/queue", is: 200, has: [#""paused":false"#, #""queued":2"#, #""blocked":0"#]),
    RouteCase("POST /api/v1/queue/pause", is: 200, has: [#""paused":true"#]),
    RouteCase("POST /api/v1/queue/pause", "{ }", is: 200, has: [#""paused":true"#]),
    RouteCase("POST /api/v1/queue/pause", "garbage", is: 400, has: ["send none, or {}"]),
    RouteCase("POST /api/v1/queue/pause", #"{"for": 60}"#, is: 400, has: ["send none, or {}"]),
    RouteCase("POST /api/v1/queue/pause?now=1", is: 400, has: [#""pointer":"?now""#]),
    RouteCase("POST /api/v1/queue/resume", is: 200, has: [#""paused":false"#]),
    RouteCase("POST /api/v1/workers/w1/drain", is: 200, has: [#""draining":true"#]),
    RouteCase("POST /api/v1/workers/w1/resume", is: 200, has: [#""draining":false"#]),
    RouteCase("POST /api/v1/workers/nobody/drain", is: 404),
    RouteCase("GET /api/v1/worker-slots", is: 200, has: [#""items":[]"#]),
    RouteCase("GET /api/v1/workers", is: 200, has: [#""id":"w1""#, #""jobId":"{running}""#]),
    RouteCase(
      "POST /api/v1/workers/claim",
      #"{"workerId": "w9", "host": "h", "pid": 1, "threads": 2, "waitSeconds": 0}"#, is: 200,
      has: ["{queued}", #""attempt":1"#, #""token":"#]),
    RouteCase(
      "POST /api/v1/workers/claim", #"{"workerId": "w9", "thread": 2}"#, is: 422,
      has: [
        #""pointer":"/host""#, "is required: a string", #""pointer":"/pid""#,
        #""pointer":"/waitSeconds""#, "is required: a whole number between 0 and 30",
        #""pointer":"/thread""#, "is unknown",
      ]),
    RouteCase(
      "POST /api/v1/workers/claim",
      #"{"workerId": "", "host": "h", "pid": 1, "threads": 0, "waitSeconds": 99}"#, is: 422,
      has: [#""pointer":"/workerId""#, #""pointer":"/threads""#, #""pointer":"/waitSeconds""#]),
    RouteCase(
      "POST /api/v1/workers/claim",
      "{\"workerId\": \"e\(String(repeating: "\u{301}", count: 250))\", "
        + #""host": "h", "pid": 1, "threads": 1, "waitSeconds": 0}"#,
      is: 422, has: [#""pointer":"/workerId""#, "1 to 200 characters"]),
    RouteCase(
      "POST /api/v1/workers/claim",
      #"{"workerId": "a/b", "host": "h", "pid": 1, "threads": 1, "waitSeconds": 0}"#, is: 422,
      has: [#""pointer":"/workerId""#, "one part of a path"]),
    RouteCase(
      "POST /api/v1/workers/claim",
      #"{"workerId": "w9", "host": "\#(String(repeating: "h", count: 256))", "#
        + #""pid": 1, "threads": 1, "waitSeconds": 0}"#,
      is: 422, has: [#""pointer":"/host""#, "at most 255"]),
    RouteCase("POST /api/v1/workers/claim", "{", is: 400),

    RouteCase(
      "POST /api/v1/jobs/{running}/heartbeat",
      #"{"lease": "{lease}", "resumedFromStep": 0}"#, is: 200, has: [#""command":"continue""#]),
    RouteCase(
      "POST /api/v1/jobs/{running}/heartbeat", #"{"lease": "x", "resumedFromStep": 0}"#,
      is: 409, has: ["lease-lost"]),
    RouteCase(
      "POST /api/v1/jobs/{running}/heartbeat", #"{"resumedFromStep": 0}"#, is: 422,
      has: [#""pointer":"/lease""#]),
    RouteCase(
      "POST /api/v1/jobs/{running}/heartbeat",
      #"{"lease": "{lease}", "resumedFromStep": -1, "progress": {"step": -1}}"#, is: 422,
      has: [
        #""pointer":"/resumedFromStep""#, #""pointer":"/progress/step""#,
        #""pointer":"/progress/steps""#,
      ]),
    RouteCase(
      "POST /api/v1/jobs/0123456789abcdef/heartbeat",
      #"{"lease": "x", "resumedFromStep": 0}"#, is: 404),

    records(#""log": [{"time": "2026-11-24T06:00:00Z", "text": "b"}]"#, is: 204),
    records(
      #""metrics": [{"key": "a", "step": "x", "value": 1, "time": "2026-11-24T06:00:00Z"}]"#,
      is: 422, has: [#""pointer":"/metrics/0/step""#, "is not a whole number"]),
    records(
      #""metrics": [{"key": "a", "step": 0.5, "value": 1, "time": "0001-01-01T00:00:00Z"}]"#,
      is: 422,
      has: [#""pointer":"/metrics/0/step""#, #""pointer":"/metrics/0/time""#, "from 1970 to 9999"]),
    records(
      #""metrics": [{"key": "a", "step": 1, "value": 1}]"#, is: 422, has: ["is required: an RFC"]),
    records(
      #""stepPoints": [{"quantizer": "stem.weight", "step": 4611686018427387904}]"#, is: 422,
      has: [#""pointer":"/stepPoints/0/step""#, #""pointer":"/stepPoints/0/stepSize""#]),
    records(#""metrisc": []"#, is: 422, has: [#""pointer":"/metrisc""#, "is unknown"]),
    records(
      #""log": [{"time": "2026-11-24T06:00:00Z", "text": "a\u0000b"}]"#, is: 422,
      has: [#""pointer":"/log/0/text""#, "NUL"]),
    records(
      #""histograms": [{"quantizer": "stem.weight", "step": 1, "low": 2, "high": 1, "counts": [1], "stepSize": 1}]"#,
      is: 422, has: [#""pointer":"/histograms/0/high""#, "is below the lower edge"]),
    records(
      #""histograms": [{"quantizer": "stem.weight", "step": 1, "low": 0, "high": 1, "counts": [1], "stepSize": 1, "offset": "?"}]"#,
      is: 422, has: [#""pointer":"/histograms/0/offset""#, "is not a number"]),
    RouteCase(
      "POST /api/v1/jobs/{running}/records", #"{"lease": "{lease}", "sequence": -1}"#, is: 422,
      has: [#""pointer":"/sequence""#, "is not between 0"]),
    RouteCase(
      "POST /api/v1/jobs/{running}/records", #"{"lease": "{lease}", "sequence": 1}"#, is: 204),
    records(
      #""metrics": [{"key": "a", "step": 1, "value": 1, "time": "noon"}]"#,
      is: 422, has: [#""pointer":"/metrics/0/time""#]),
    records(
      #""histograms": [{"quantizer": "x", "step": 1, "low": 0, "high": 1, "counts": [1], "stepSize": 1}]"#,
      is: 422, has: ["no quantizer"]),
    records(
      #""stepPoints": [{"quantizer": "x", "step": 1, "stepSize": 1, "gradient": 0, "updateRatio": 0, "mse": 0, "clippedLow": 0, "clippedHigh": 0, "oscillation": 0, "occupancy": [0.5, "NaN"]}]"#,
      is: 422,
      has: [#""pointer":"/stepPoints/0/occupancy/1""#, "is not one of: shares from 0 to 1"]),
    records("", lease: "x", is: 409, has: ["lease-lost"]),

    RouteCase(
      "POST /api/v1/jobs/{running}/complete",
      #"{"lease": "{lease}", "outcome": "succeeded", "retryable": false}"#, is: 200,
      has: [#""state":"succeeded""#]),
    RouteCase(
      "POST /api/v1/jobs/{running}/complete",
      #"{"lease": "{lease}", "outcome": "failed", "reason": "no room", "retryable": true}"#,
      is: 200, has: [#""state":"queued""#, #""notBefore":"#, "no room"]),
    RouteCase(
      "POST /api/v1/jobs/{running}/complete",
      #"{"lease": "x", "outcome": "succeeded", "retryable": false}"#, is: 409),
    RouteCase(
      "POST /api/v1/jobs/{running}/complete",
      #"{"lease": "{lease}", "outcome": "won", "retryable": false}"#, is: 422,
      has: [#""pointer":"/outcome""#]),
  ]

  private static func records(
    _ members: String, lease: String = "{lease}", is status: Int, has: [String] = []
  ) -> RouteCase {
    var parts = [#""lease": "\#(lease)""#, #""sequence": 1"#]
    if !members.isEmpty { parts.append(members) }
    for name in ["metrics", "quantizers", "stepPoints", "histograms", "log"]
    where !members.hasPrefix("\"\(name)\"") {
      parts.append("\"\(name)\": []")
    }
    return RouteCase(
      "POST /api/v1/jobs/{running}/records", "{\(parts.joined(separator: ", "))}", is: status,
      has: has)
  }
}
