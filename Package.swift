// swift-tools-version: 6.2

import PackageDescription

/// Every Swift target is built with the same, strict settings.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")

func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// Most tests run once for each time that they are compiled: to optimize them takes longer than it
/// saves. Those of the engine hold its kernels against loops of their own, and are optimized.
let testSettings = settings + [.unsafeFlags(["-Onone"])]

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [],
  settings: [SwiftSetting] = testSettings
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + dependencies,
    exclude: exclude, swiftSettings: settings)
}

let package = Package(
  name: "staircase",
  products: [.executable(name: "staircase", targets: ["staircase"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
  ],
  targets: [
    // System libraries, from Debian's -dev packages.
    .systemLibrary(name: "COneDNN"),
    .systemLibrary(name: "CEpoll"),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "COpenSSL"),

    // Engine: trains networks; knows nothing of jobs, SQL or HTTP.
    .target(
      name: "CPhotograph", linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("png16")]),
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("gomp")]),
    target("Tensors", ["CKernels", "COneDNN"]),
    target("Networks", ["Tensors"]),
    target("Training", ["Networks", "Tensors", "CPhotograph", "CZlib"]),

    // Records: the vocabulary that the service and its clients share.
    target("Experiments"),

    // What both the store and the workers name files by.
    target("Digests", ["COpenSSL"]),

    // Service: HTTP, the queue and the store.
    target("HTTP", ["CEpoll", "CZlib", httpTypes, logging]),
    target("Store", ["Experiments", "Digests", grdb, sqlite]),
    target("Jobs", ["Store", "Experiments", logging]),
    target("API", ["HTTP", "Jobs", "Store", "Experiments", httpTypes, logging]),

    // Bridge: what reaches the service over the network.
    target("Client", ["Experiments", "CZlib"]),
    target(
      "Worker",
      ["Client", "Training", "Networks", "Tensors", "Experiments", "Digests", logging]),

    // Program: the one executable.
    .executableTarget(
      name: "staircase",
      dependencies: [
        "API", "HTTP", "Jobs", "Store", "Client", "Worker", "Training", "Tensors", "Experiments",
        arguments, httpTypes, logging,
      ],
      swiftSettings: settings),

    .target(
      name: "TestSupport", dependencies: ["Experiments", logging], path: "Tests/Support",
      swiftSettings: testSettings),
    tests("Tensors", [], settings: settings),
    tests("Networks", ["Tensors"], exclude: ["Golden"], settings: settings),
    tests("Training", ["Networks", "Tensors"], exclude: ["Golden"], settings: settings),
    tests("Experiments", []),
    tests("Digests", []),
    tests("Client", ["Experiments", "HTTP", httpTypes, logging]),
    tests("HTTP", ["CEpoll", httpTypes, logging]),
    tests("Store", ["Experiments", grdb], exclude: ["Database/schema.sql"]),
    tests("Jobs", ["Store", "Experiments", logging]),
    // Both levels of the routes' tests, and a worker against a service in the same process.
    tests("API", ["HTTP", "Jobs", "Store", "Experiments", "Client", httpTypes, logging]),
    tests(
      "Worker",
      [
        "API", "HTTP", "Jobs", "Store", "Client", "Experiments", "Training", "Networks", "Tensors",
        httpTypes, logging,
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["Client", "Experiments", "Store", "Training", "staircase", "TestSupport"],
      swiftSettings: testSettings),
  ],
  swiftLanguageModes: [.v6]
)

// libFuzzer brings a main of its own, so this is built on request alone, with --sanitize fuzzer.
if Context.environment["STAIRCASE_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "http-fuzz", dependencies: ["HTTP", httpTypes], path: "Tests/Fuzz",
      exclude: ["http.dict"],
      swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]))
}
