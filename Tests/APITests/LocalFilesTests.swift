import Foundation
import TestSupport
import Testing

import API

/// The files that jobs name, at the route that takes jobs.
struct LocalFilesTests {
  private let level: RouterLevel
  private let folder: URL

  init() throws {
    level = RouterLevel(fixture: try ServiceFixture())
    folder = level.fixture.folder.file("images")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func submit(_ members: String) async throws -> Answer {
    try await level.answer(RouteCase("POST /api/v1/jobs", "{\(members)}", is: 422))
  }

  private func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      at: folder.appending(path: name), withIntermediateDirectories: true)
  }

  @Test func photographsAreInFolders() async throws {
    let job =
      #""dataset": {"name": "imagenet", "path": "\#(folder.path)"}, "model": {"name": "resnet18"}"#
    try makeFolder("train")
    try Data().write(to: folder.appending(path: "val"))
    let answer = try await submit(job)
    #expect(answer.status == 422 && answer.body.contains("has no folder val"), "\(answer)")
    try FileManager.default.removeItem(at: folder.appending(path: "val"))
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "val"), withDestinationURL: folder.appending(path: "train"))
    #expect(try await submit(job).status == 201)
  }

  @Test func imagesOfMNISTAreInFiles() async throws {
    let job =
      #""dataset": {"name": "mnist", "path": "\#(folder.path)"}, "model": {"name": "resnet8"}"#
    let names = [
      "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte",
    ]
    for name in names { try makeFolder(name) }
    let answer = try await submit(job)
    #expect(answer.status == 422 && answer.body.contains("has neither \(names[0])"), "\(answer)")
    for name in names { try Data().write(to: folder.appending(path: "\(name).gz")) }
    #expect(try await submit(job).status == 201)
  }

  @Test func weightsAreInAFileThatEnds() async throws {
    let pipe = folder.appending(path: "pipe").path
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [pipe, "/dev/zero"] {
      let answer = try await submit(
        #""dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet8"}, "#
          + #""start": {"from": "file", "path": "\#(path)"}"#)
      #expect(answer.status == 422, "\(path)")
      #expect(answer.body.contains("is no file that can be read here"), "\(answer)")
    }
  }
}
