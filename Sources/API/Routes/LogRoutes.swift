import Experiments
import Foundation
import HTTP
import HTTPTypes
import Jobs
import Store

/// The log of a job, as text: what there is, or, with `?follow=true`, also what comes until it
/// ends.
struct LogRoutes: Sendable {
  let store: Store
  let events: EventFeed
  let streams: OpenStreams

  func show(_ request: Request) throws -> Response {
    let follow = try QueryReader.read(request, Self.query)
    let follower = try LogFollower(job: request.pathParameters["id"], store: store)
    var headers: HTTPFields = [.contentType: "text/plain; charset=utf-8"]
    guard follow else {
      return Response(headers: headers, body: .stream(BodyStream(pulling: follower.next)))
    }
    headers[.accelBuffering] = "no"
    let body = BodyStream()
    let feed = LogFeed(follower: follower, body: body)
    feed.attach(to: events)
    streams.add(body, of: request, isOfEvents: false)
    return Response(headers: headers, body: .stream(body))
  }

  static func query(_ query: QueryReader) -> Bool {
    query.flag("follow", about: "Whether to go on sending lines until the job has ended.")
  }
}
