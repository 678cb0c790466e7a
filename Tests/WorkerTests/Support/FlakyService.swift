import Foundation
import HTTP
import HTTPTypes
import Jobs
import Store
import Synchronization
import TestSupport

import API

/// A service whose every n-th answer to a write is lost on its way, after the write was done.
final class FlakyService: Sendable {
  let url: URL
  let queue: JobQueue
  private let server: HTTPServer
  private let folder: DataFolder
  private let counter: Counter

  /// How many answers were lost.
  var losses: Int { counter.losses }

  init(_ folder: TemporaryFolder, losingEvery period: Int) throws {
    var configuration = ServiceConfiguration(
      port: 0, data: folder.file("data"), resources: Checkout.folder, hasLocalWorkers: false)
    configuration.queue.leaseSeconds = 10
    self.folder = try DataFolder(configuration.data)
    let parts = try ServiceParts(configuration, folder: self.folder, logger: LiveService.quiet)
    queue = parts.queue
    counter = Counter(period: period)
    var settings = Service.serverConfiguration(configuration, parts, LiveService.quiet)
    settings.router = counter.flaky(settings.router)
    server = try HTTPServer.start(settings)
    guard let url = URL(string: "http://127.0.0.1:\(server.port)") else {
      throw ServerError.badHost(server.host)
    }
    self.url = url
  }
}

/// Counts answers, and breaks off every n-th.
private final class Counter: Sendable {
  private let period: Int
  private let count = Mutex((answers: 0, losses: 0))

  init(period: Int) {
    self.period = period
  }

  var losses: Int { count.withLock { $0.losses } }

  func flaky(_ router: Router) -> Router {
    var flaky = Router()
    for route in router.routes {
      let pattern = route.pattern.description
      switch route.handler {
      case .inline(let handler):
        flaky.on(route.method, pattern, .inline) { try handler($0) }
      case .blocking(let handler):
        flaky.on(route.method, pattern, .blocking) { [self] request in
          let answer = try handler(request)
          return request.method == .post ? pass(answer) : answer
        }
      case .deferred(let handler):
        // A claim whose answer is lost is a lease that runs out: another test's matter.
        let isClaim = pattern.hasSuffix("/claim")
        flaky.onDeferred(route.method, pattern, isLongPoll: isClaim) { [self] request, responder in
          let between = Responder { [self] answer in
            if let answer { responder.respond(isClaim ? answer : pass(answer)) }
          }
          handler(request, between)
        }
      case .upload(let handler):
        flaky.onUpload(route.method, pattern) { try handler($0) }
      }
    }
    return flaky
  }

  private func pass(_ answer: Response) -> Response {
    let isLost = count.withLock { count in
      count.answers += 1
      let isLost = count.answers % period == 0
      if isLost { count.losses += 1 }
      return isLost
    }
    guard isLost else { return answer }
    let body = BodyStream()
    body.write(Array("{".utf8))
    body.abort(.producerFailed)
    return Response(body: .stream(body))
  }
}
