extension RouteCase {
  private static func search(_ query: String, is status: Int, has: [String] = []) -> RouteCase {
    RouteCase("GET /api/v1/runs?\(query)", is: status, has: has)
  }

  private static let quantizers = #"""
    {"quantizers": [{"id": "conv1.weight", "layer": "conv1", "kind": "weight", "bits": 2,
      "signed": true, "count": 432, "shape": [16, 3, 3, 3], "position": 0}],
     "stepPoints": [{"quantizer": "conv1.weight", "step": 10, "stepSize": 0.12, "mse": null}],
     "histograms": [{"quantizer": "conv1.weight", "step": 10, "low": -1, "high": 1,
      "counts": [1, 2], "stepSize": 0.12}]}
    """#

  static let runs: [RouteCase] = [
    RouteCase(
      "GET /api/v1/experiments", is: 200, has: [#""name":"Default""#, #""name":"fashion""#]),
    RouteCase(
      "POST /api/v1/experiments", #"{"name": "new"}"#, is: 201, has: [#""name":"new""#],
      fields: ["Location": "/api/v1/experiments/"]),
    RouteCase(
      "POST /api/v1/experiments", #"{"name": "fashion"}"#, is: 409,
      has: [#""pointer":"/name""#]),
    RouteCase("POST /api/v1/experiments", "{}", is: 422, has: [#""pointer":"/name""#]),
    RouteCase("GET /api/v1/experiments/0", is: 200, has: [#""name":"Default""#]),
    RouteCase("GET /api/v1/experiments/99", is: 404),
    RouteCase("GET /api/v1/experiments/x", is: 404),
    RouteCase(
      "PATCH /api/v1/experiments/1", #"{"name": "fashion 2"}"#, is: 200,
      has: [#""name":"fashion 2""#]),
    RouteCase("PATCH /api/v1/experiments/1", #"{"name": "fashion"}"#, is: 200),
    RouteCase(
      "PATCH /api/v1/experiments/1", #"{"name": "Default"}"#, is: 409, has: ["is experiment 0"]),
    RouteCase("PATCH /api/v1/experiments/0", #"{"name": "other"}"#, is: 409, has: ["stays as it"]),
    RouteCase("PATCH /api/v1/experiments/1", "{}", is: 422, has: [#""pointer":"/name""#]),
    RouteCase(
      "PATCH /api/v1/experiments/1", #"{"name": "n"}"#, headers: ["If-Match": "\"x\""], is: 412),
    RouteCase(
      "PATCH /api/v1/experiments/1", #"{"name": "fashion"}"#, headers: ["If-Match": "*"], is: 200),
    RouteCase("DELETE /api/v1/experiments/{empty}", headers: ["If-Match": "\"x\""], is: 412),
    RouteCase("PATCH /api/v1/experiments/99", #"{"name": "other"}"#, is: 404),
    RouteCase("DELETE /api/v1/experiments/{empty}", is: 204),
    RouteCase("DELETE /api/v1/experiments/1", is: 409, has: ["is not empty"]),
    RouteCase("DELETE /api/v1/experiments/0", is: 409, has: ["stays as it"]),
    RouteCase("DELETE /api/v1/experiments/x", is: 404),

    RouteCase("GET /api/v1/runs", is: 200, has: ["{run}", "{jobRun}"]),
    RouteCase("GET /api/v1/runs?experiment=Default", is: 200, has: ["{run}"]),
    RouteCase(
      "GET /api/v1/runs?filter=attributes.run_name%20!%3D%20'c%2B%2B'&limit=1", is: 200,
      fields: ["Link": "'c%2B%2B'&limit=1&cursor="]),
    RouteCase(
      "GET /api/v1/runs?limit=1", is: 200, has: ["nextCursor"],
      fields: ["Link": "cursor="]),
    search("deleted=true", is: 200, has: ["{gone}"]),
    search("extremes=loss", is: 200, has: [#""extremes":{"#]),
    search("filter=metrics.loss%20%3E%3D%200", is: 200, has: [#""items":[]"#]),
    search("filter=params.bits%20%3D%20'2'&orderBy=metrics.loss%20DESC", is: 200, has: ["{run}"]),
    search("filter=name%20LIKE%20'mi%25'%20order%20by%20created", is: 200, has: ["{run}"]),
    search("orderBy=name&limit=1", is: 200, has: [#""nextCursor":"s"#]),
    search(
      "filter=params.bits%20%3D%202", is: 400,
      has: [
        #""pointer":"?filter""#, #"character 15, at \"2\": expected a text in quotes, such as '3'"#,
      ]),
    search("filter=loss%20%3E%201", is: 400, has: ["metrics., params. or tags. before a key"]),
    search("orderBy=metrics.loss%20UP", is: 400, has: [#""pointer":"?orderBy""#, "ASC, DESC"]),
    search("filter=order%20by%20name&orderBy=name", is: 400, has: ["has an ORDER BY already"]),
    search("cursor=sAAAA", is: 400, has: [#""pointer":"?cursor""#]),
    search("cursor=r1&orderBy=name", is: 400, has: [#""pointer":"?cursor""#]),
    search("cursor=j1", is: 400, has: ["not a nextCursor of this list"]),
    search("cursor=r1", is: 200, has: [#""items":[]"#]),
    RouteCase("GET /api/v1/experiments?cursor=r1", is: 400, has: [#""pointer":"?cursor""#]),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/histograms?cursor=h1", is: 400, has: [#""pointer":"?cursor""#]),
    RouteCase(
      "GET /api/v1/runs/{run}/artifacts?cursor=r1", is: 400,
      has: ["the parameters here are limit"]),
    search("filter=status%20%3D%20'FOO'", is: 400, has: ["one of the statuses", "'finished'"]),
    search("filter=metrics.a%20%3E%200x10", is: 400, has: ["character 13", "expected a number"]),
    RouteCase("GET /api/v1/runs?status=lost", is: 400, has: [#""pointer":"?status""#]),
    RouteCase(
      "POST /api/v1/runs", #"{"name": "r", "parameters": {"bits": 3}}"#, is: 201,
      has: [#""bits":"3""#, #""status":"running""#], fields: ["Location": "/api/v1/runs/"]),
    RouteCase(
      "POST /api/v1/runs", #"{"startedAt": "2020-01-01T00:00:00Z"}"#, is: 201,
      has: [#""startedAt":"2020-01-01T00:00:00.000Z""#]),
    RouteCase(
      "POST /api/v1/runs", #"{"parameters": 3}"#, is: 422, has: [#""pointer":"/parameters""#]),
    RouteCase(
      "GET /api/v1/runs/{run}", is: 200, has: [#""a":"b""#, #""value":"NaN""#],
      fields: ["ETag": "\"", "Cache-Control": "no-cache, private"]),
    RouteCase(
      "GET /api/v1/runs/{jobRun}", is: 200,
      has: [#""jobId":"{running}""#, #""quantizer.weightBits":"4""#]),
    RouteCase("GET /api/v1/runs/x", is: 404),
    RouteCase(
      "PATCH /api/v1/runs/{run}",
      #"{"status": "finished", "tags": {"a": null, "c": "d"}, "parameters": {"bits": "2"}}"#,
      is: 200, has: [#""status":"finished""#, #""tags":{"c":"d"}"#]),
    RouteCase(
      "PATCH /api/v1/runs/{run}", #"{"parameters": {"bits": "3"}}"#, is: 409,
      has: [#""pointer":"/parameters/bits""#]),
    RouteCase(
      "PATCH /api/v1/runs/{run}", #"{"status": "done"}"#, is: 422,
      has: [#""pointer":"/status""#]),
    RouteCase(
      "PATCH /api/v1/runs/{run}", #"{"name": "n"}"#, headers: ["If-Match": "\"x\""], is: 412,
      fields: ["ETag": "\""]),
    RouteCase(
      "PATCH /api/v1/runs/{run}", #"{"name": "n"}"#, headers: ["If-Match": "*"], is: 200,
      has: [#""name":"n""#]),
    RouteCase(
      "PATCH /api/v1/runs/{run}", #"{"name": "n"}"#, headers: ["If-None-Match": "*"], is: 412),
    RouteCase(
      "PATCH /api/v1/runs/{run}", #"{"status": "failed", "endedAt": 1800000000000}"#, is: 200,
      has: [#""endedAt":"2027-01-15T08:00:00.000Z""#]),
    RouteCase(
      "PATCH /api/v1/runs/{run}", #"{"status": "failed", "endedAt": 1600000000000}"#, is: 422,
      has: [
        #""pointer":"/endedAt""#, "2020-09-13T12:26:40.000Z is before the run began",
        "2026-11-24T06:00:00.000Z",
      ]),
    RouteCase(
      "PATCH /api/v1/runs/{run}", #"{"status": "running", "endedAt": 1600000000000}"#, is: 409,
      has: ["endedAt needs a status that ends it"]),
    RouteCase("PATCH /api/v1/runs/{jobRun}", #"{"status": "finished"}"#, is: 409),
    RouteCase("DELETE /api/v1/runs/{run}", is: 204),
    RouteCase("DELETE /api/v1/runs/{run}", headers: ["If-Match": "\"x\""], is: 412),
    RouteCase("POST /api/v1/runs/{run}/restore", is: 200, has: ["{run}"]),
    RouteCase("POST /api/v1/runs/x/restore", is: 404),
    RouteCase("GET /api/v1/runs/{gone}", is: 404, has: ["was deleted", "/{gone}/restore"]),
    RouteCase("PATCH /api/v1/runs/{gone}", "{}", is: 404),
    RouteCase("GET /api/v1/runs/{gone}/metrics", is: 404),
    RouteCase("GET /api/v1/runs/{gone}/metrics.csv", is: 404),
    RouteCase("GET /api/v1/runs/{gone}/step-sizes", is: 404),
    RouteCase("GET /api/v1/runs/{gone}/artifacts", is: 404),
    RouteCase("DELETE /api/v1/runs/{gone}", is: 204),
    RouteCase("DELETE /api/v1/runs/{jobRun}", is: 409, has: ["cancel it first"]),
    RouteCase("DELETE /api/v1/runs/{neededRun}", is: 409, has: ["takes weights from run"]),
    RouteCase("DELETE /api/v1/runs/x", is: 404),
    RouteCase("POST /api/v1/runs/{run}/restore", is: 200, has: [#""id":"{run}""#]),
    RouteCase("POST /api/v1/runs/x/restore", is: 404),

    RouteCase(
      "POST /api/v1/runs/{run}/metrics", #"{"metrics": [{"key": "acc", "value": 0.5}]}"#,
      is: 204),
    RouteCase(
      "POST /api/v1/runs/{run}/metrics",
      "{\"key\": \"acc\", \"value\": 0.5}\n{\"key\": \"acc\", \"value\": \"NaN\", \"step\": 1}\n",
      headers: ["Content-Type": "application/x-ndjson"], is: 204),
    RouteCase(
      "POST /api/v1/runs/{run}/metrics", "{\"key\": \"acc\", \"value\": 0.5}\n",
      headers: ["Content-Type": "Application/JSONL; charset=utf-8"], is: 204),
    RouteCase(
      "POST /api/v1/runs/{run}/metrics", "{\"key\": \"acc\", \"value\": 0.5}\n{\"key\": 1}\n",
      headers: ["Content-Type": "application/x-ndjson"], is: 422,
      has: [#""pointer":"/1/key""#, #""pointer":"/1/value""#]),
    RouteCase(
      "POST /api/v1/runs/{run}/metrics", #"{"metrics": [{"key": "", "value": "x"}]}"#,
      is: 422, has: [#""pointer":"/metrics/0/key""#, #""pointer":"/metrics/0/value""#]),
    RouteCase("POST /api/v1/runs/{run}/metrics", #"{"metrics": [{"key": "a""#, is: 400),
    RouteCase(
      "POST /api/v1/runs/{run}/metrics",
      "{\"key\": \"acc\", \"value\": 0.5}\n{\"key\": \"acc\", \"value\": 0.6, \"step\": 1}\n",
      is: 400,
      has: ["line 2, column 1", "sent as Content-Type: application/x-ndjson"]),
    RouteCase(
      "POST /api/v1/runs/{run}/metrics", #"{"metrics": [{"key": "a", "value": -Infinity}]}"#,
      is: 422,
      has: [
        #""pointer":"/metrics/0/value""#,
        #"-Infinity is not a finite number; where one may be, it is a text: \"-Infinity\""#,
      ]),
    RouteCase(
      "POST /api/v1/runs/{run}/metrics",
      #"{"metrics": [{"key": "a", "value": 1, "step": 9007199254740992}]}"#, is: 422,
      has: [#""pointer":"/metrics/0/step""#]),
    RouteCase(
      "POST /api/v1/runs/{jobRun}/metrics", #"{"metrics": [{"key": "a", "value": 1}]}"#,
      is: 409, has: ["{running}"]),
    RouteCase("POST /api/v1/runs/x/metrics", #"{"metrics": []}"#, is: 404),

    RouteCase(
      "GET /api/v1/runs/{jobRun}/metrics", is: 200,
      has: [#""points":[[10,1,1795500000000],[20,0.5,1795500000000]"#, #""total":3"#]),
    RouteCase("GET /api/v1/runs/{jobRun}/metrics?keys=other", is: 200, has: [#""series":[]"#]),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/metrics?maxPoints=3", is: 400,
      has: [#""pointer":"?maxPoints""#]),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/metrics?fromStep=11&toStep=20", is: 200,
      has: [#""points":[[20,0.5,1795500000000]]"#, #""total":1"#]),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/metrics?fromStep=20&toStep=10", is: 200,
      has: [#""points":[]"#, #""total":0"#]),
    RouteCase("GET /api/v1/runs/x/metrics", is: 404),
    RouteCase(
      "GET /api/v1/runs/{run}/metrics.csv", is: 200,
      has: [
        "key,step,value,time\r\nloss,0,0.5,2026-11-24T06:00:00.000Z\r\nloss,1,NaN,2026-11-24T06:00:00.000Z\r\n"
      ], fields: ["Content-Type": "text/csv"]),
    RouteCase(
      "GET /api/v1/runs/{run}/metrics", headers: ["Accept": "text/csv"], is: 200,
      has: ["loss,0,0.5,"], fields: ["Content-Type": "text/csv"]),
    RouteCase(
      "GET /api/v1/runs/{run}/metrics",
      headers: ["Accept": "application/x-ndjson;q=0.9, text/csv;q=0.1, */*;q=0"], is: 200,
      has: [#"{"key":"loss","step":0"#],
      fields: ["Content-Type": "application/x-ndjson", "Vary": "Accept"]),
    RouteCase(
      "GET /api/v1/runs/{run}/metrics", headers: ["Accept": "*/*"], is: 200,
      has: [#""series":"#], fields: ["Content-Type": "application/json"]),
    RouteCase(
      "GET /api/v1/runs/{run}/metrics.csv?maxPoints=9", is: 400, has: ["?maxPoints"]),
    RouteCase(
      "GET /api/v1/runs/{run}/metrics.ndjson?keys=loss", is: 200,
      has: [#"{"key":"loss","step":0,"time":"2026-11-24T06:00:00.000Z","value":0.5}"#],
      fields: ["Content-Type": "application/x-ndjson"]),
    RouteCase(
      "GET /api/v1/runs/{run}/metrics.csv?fromStep=1&toStep=1", is: 200,
      has: ["key,step,value,time\r\nloss,1,NaN,"]),
    RouteCase("GET /api/v1/runs/{run}/metrics.ndjson?keys=other", is: 200),
    RouteCase(
      "GET /api/v1/runs/{run}/metrics?keys=other", headers: ["Accept": "application/x-ndjson"],
      is: 200, fields: ["Content-Type": "application/x-ndjson"]),
    RouteCase("GET /api/v1/runs/x/metrics.csv", is: 404),

    RouteCase("POST /api/v1/runs/{run}/quantizers", quantizers, is: 204),
    RouteCase("POST /api/v1/runs/{run}/quantizers", "{}", is: 204),
    RouteCase(
      "POST /api/v1/runs/{run}/quantizers",
      #"{"stepPoints": [{"quantizer": "stem.weight", "step": 1, "stepSize": 0.5}]}"#, is: 422,
      has: [#"no quantizer \"stem.weight\": send it before its points"#]),
    RouteCase(
      "POST /api/v1/runs/{run}/quantizers",
      #"{"quantizers": [{"id": "a"}], "stepPoints": [{"quantizer": "a", "step": 1}]}"#, is: 422,
      has: [#""pointer":"/quantizers/0/bits""#, #""pointer":"/stepPoints/0/stepSize""#]),
    RouteCase("POST /api/v1/runs/{jobRun}/quantizers", quantizers, is: 409, has: ["{running}"]),
    RouteCase("POST /api/v1/runs/{gone}/quantizers", quantizers, is: 404),
    RouteCase("POST /api/v1/runs/x/quantizers", quantizers, is: 404),
    RouteCase("GET /api/v1/runs/{jobRun}/quantizers", is: 200, has: [#""id":"stem.weight""#]),
    RouteCase("GET /api/v1/runs/x/quantizers", is: 404),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/step-sizes", is: 200,
      has: [#""stepSize":[0.25]"#, #""gradient":[0.125]"#, #""step":[10]"#]),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/step-sizes?quantizer=fc.weight", is: 200,
      has: [#""quantizers":[]"#]),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/step-sizes?fromStep=11", is: 200,
      has: [#""step":[]"#, #""total":0"#]),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/step-sizes?occupancy=true", is: 200,
      has: [#""occupancy":[[0.25,0.75]]"#]),
    RouteCase("GET /api/v1/runs/{jobRun}/step-sizes?maxPoints=x", is: 400),
    RouteCase("GET /api/v1/runs/x/step-sizes", is: 404),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/histograms?quantizer=stem.weight&step=0", is: 200,
      has: [#""counts":[1,2]"#, #""offset":-0.125"#]),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/histograms?step=1", is: 200, has: [#""items":[]"#]),
    RouteCase(
      "GET /api/v1/runs/{jobRun}/histograms?quantizer=fc.weight", is: 200, has: [#""items":[]"#]),
    RouteCase("GET /api/v1/runs/{jobRun}/histograms?step=-1", is: 400),
    RouteCase("GET /api/v1/runs/x/histograms", is: 404),
  ]

  static let artifacts: [RouteCase] = [
    RouteCase(
      "GET /api/v1/runs/{run}/artifacts", is: 200,
      has: [
        #""path":"notes/a.txt""#, #""bytes":10"#,
        "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882",
      ]),
    RouteCase("GET /api/v1/runs/x/artifacts", is: 404),
    RouteCase(
      "GET /api/v1/runs/{run}/artifacts/notes/a.txt", is: 200, has: ["0123456789"],
      fields: [
        "ETag": "\"84d89877", "Content-Disposition": "attachment", "Cache-Control": "private",
        "Content-Security-Policy": "sandbox",
      ]),
    RouteCase(
      "GET /api/v1/runs/{run}/artifacts/notes/a.txt", headers: ["Range": "bytes=2-4"],
      is: 206, has: ["234"], fields: ["Content-Range": "bytes 2-4/10"]),
    RouteCase(
      "GET /api/v1/runs/{run}/artifacts/notes/a.txt", headers: ["Range": "bytes=10-"],
      is: 416, fields: ["Content-Range": "bytes */10"]),
    RouteCase(
      "GET /api/v1/runs/{run}/artifacts/notes/a.txt", headers: ["If-Match": "\"x\""], is: 412,
      fields: ["ETag": "\"84d89877"]),
    RouteCase("GET /api/v1/runs/{run}/artifacts/notes", is: 404),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/b/c.bin", "abc", is: 201,
      has: [#""path":"b/c.bin""#, #""bytes":3"#]),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/notes/a.txt", "abc", is: 200, has: [#""bytes":3"#]),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/new", "abc", headers: ["If-None-Match": "*"], is: 201),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/notes/a.txt", "abc", headers: ["If-None-Match": "*"],
      is: 412, fields: ["ETag": "\"84d89877"]),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/notes/a.txt", "abc",
      headers: [
        "If-Match": #""84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882""#
      ], is: 200),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/notes/a.txt", "abc", headers: ["If-Match": "\"x\""],
      is: 412),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/new", "abc", headers: ["If-Match": "*"], is: 412),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/notes/a.txt", "abc",
      headers: ["If-Unmodified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"], is: 412),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/new", "abc", headers: ["Content-Range": "bytes 0-2/9"],
      is: 400, has: ["Content-Range"]),
    RouteCase("PUT /api/v1/runs/x/artifacts/b", "abc", is: 404),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/notes", "abc", is: 422, has: ["no file is a folder too"]),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/notes/a.txt/b/c", "abc", is: 422,
      has: [#"there is \"notes/a.txt\""#]),
    RouteCase("PUT /api/v1/runs/{run}/artifacts/notes.txt", "abc", is: 201),
    RouteCase(
      "PUT /api/v1/runs/{run}/artifacts/" + String(repeating: "a", count: 256), "abc", is: 422,
      has: ["255 bytes"]),
    RouteCase(
      "PUT /api/v1/runs/{jobRun}/artifacts/checkpoints/last.safetensors", "abc", is: 409,
      has: ["lease-lost"]),
    RouteCase(
      "PUT /api/v1/runs/{jobRun}/artifacts/checkpoints/last.safetensors", "abc",
      headers: ["Staircase-Lease": "{lease}"], is: 201),
    RouteCase("DELETE /api/v1/runs/{run}/artifacts/notes/a.txt", is: 204),
    RouteCase(
      "DELETE /api/v1/runs/{run}/artifacts/notes/a.txt", headers: ["If-Match": "\"x\""], is: 412),
    RouteCase(
      "DELETE /api/v1/runs/{run}/artifacts/notes/a.txt", headers: ["If-Match": "*"], is: 204),
    RouteCase("DELETE /api/v1/runs/{run}/artifacts/other", is: 404),
  ]

  static let others: [RouteCase] = [
    RouteCase("GET /healthz", is: 200, has: ["ok"]),
    RouteCase("GET /readyz", is: 200, has: ["ok"]),
    RouteCase(
      "GET /metrics", is: 200,
      has: [
        #"staircase_jobs{state="running"} 1"#, #"staircase_workers{state="busy"} 1"#,
        "staircase_leases 1", #"staircase_attempts_total{outcome="succeeded"} 1"#,
        "# TYPE staircase_training_images_per_second gauge", "\nstaircase_queue_paused 0\n",
        "\nstaircase_disk_available_bytes ",
      ], fields: ["Content-Type": "text/plain; version=0.0.4", "Cache-Control": "no-store"]),
    RouteCase(
      "GET /openapi.json", is: 200, has: [#""openapi":"3.1.0""#, #""operationId":"submitJob""#],
      fields: ["Content-Type": "application/json", "ETag": "\""]),
    RouteCase("GET /api/v1/events?job=x", is: 404),
    RouteCase("GET /api/v1/events?run=x", is: 404),
    RouteCase("GET /api/v1/events?run={gone}", is: 404),
    RouteCase("POST /openapi.json", is: 405, fields: ["Allow": "GET, HEAD, OPTIONS"]),
    RouteCase("GET /", is: 200, has: ["<!doctype html>"], fields: ["Content-Type": "text/html"]),
    RouteCase("GET /js/api.js", is: 200, fields: ["Content-Type": "text/javascript"]),
    RouteCase("GET /vendor/chart.js/chart.min.js", is: 200, has: ["Chart.js"]),
    RouteCase("GET /no/such/page", is: 404),
    RouteCase("GET /api/v1/nothing", is: 404),
    RouteCase("POST /api/v1/nothing", "{}", is: 404),

    RouteCase(
      "GET /api/v1/jobs", headers: ["Host": "evil.example"], is: 421,
      has: ["evil.example"]),
    RouteCase("GET /api/v1/jobs", headers: ["Host": "localhost:1234"], is: 200),
    RouteCase(
      "POST /api/v1/jobs/{queued}/cancel", headers: ["Origin": "http://evil.example"],
      is: 403),
    RouteCase(
      "POST /api/v1/jobs/{queued}/cancel", headers: ["Sec-Fetch-Site": "cross-site"],
      is: 403),
    RouteCase(
      "POST /api/v1/jobs/{queued}/cancel",
      headers: ["Host": "localhost:1", "Origin": "http://localhost:1"], is: 200),
    RouteCase("DELETE /api/v1/runs/{run}", headers: ["Origin": "null"], is: 403),
  ]
}
