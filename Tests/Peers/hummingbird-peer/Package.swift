// swift-tools-version: 6.2

import PackageDescription

/// What `staircase bench http` serves, on Hummingbird 2: something to compare with.
let package = Package(
  name: "peer",
  dependencies: [
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1")
  ],
  targets: [
    .executableTarget(
      name: "peer", dependencies: [.product(name: "Hummingbird", package: "hummingbird")])
  ],
  swiftLanguageModes: [.v6]
)
