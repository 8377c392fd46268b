// swift-tools-version: 6.2
import PackageDescription

let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// The targets in the order the data flows: values, the system, formats, and what stands on them; no
/// target sees its siblings, only `Commands` sees all.
let package = Package(
  name: "vmscan",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1.git", exact: "1.7.4"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    .target(name: "CLinuxShims"),
    .target(name: "COdbc"),
    .target(name: "CPostgres"),
    .target(name: "VmscanModel"),
    .target(name: "VmscanSystem", dependencies: ["CLinuxShims", "VmscanModel"]),
    .target(
      name: "VmscanOdbc", dependencies: ["COdbc", "CPostgres", "VmscanModel", "VmscanSystem"]),
    .target(name: "VmscanFormats", dependencies: ["VmscanModel", asn1]),
    .target(
      name: "VmscanSources",
      dependencies: ["CLinuxShims", "VmscanFormats", "VmscanModel", "VmscanOdbc", "VmscanSystem"]),
    .target(name: "VmscanLists"),
    .target(name: "VmscanAssessment", dependencies: ["VmscanLists", "VmscanModel", crypto]),
    .target(
      name: "VmscanStore", dependencies: ["VmscanModel", "VmscanSystem", crypto, grdb, sqlite]),
    .target(name: "VmscanFleet", dependencies: ["CPostgres", "VmscanModel", "VmscanSystem"]),
    .target(name: "VmscanReports", dependencies: ["VmscanModel", mustache]),
    .target(
      name: "VmscanActions",
      dependencies: [
        "CLinuxShims", "VmscanFormats", "VmscanModel", "VmscanOdbc", "VmscanSystem", crypto,
      ]),
    .target(
      name: "VmscanCommands",
      dependencies: [
        "CLinuxShims", "VmscanActions", "VmscanAssessment", "VmscanFleet", "VmscanFormats",
        "VmscanLists", "VmscanModel", "VmscanOdbc", "VmscanReports", "VmscanSources",
        "VmscanStore", "VmscanSystem", argumentParser, yams,
      ]),
    .executableTarget(name: "vmscan", dependencies: ["VmscanCommands"]),
    .target(name: "VmscanTestSupport", dependencies: ["VmscanModel"]),

    .testTarget(name: "VmscanModelTests", dependencies: ["VmscanModel", "VmscanTestSupport"]),
    .testTarget(
      name: "VmscanSystemTests", dependencies: ["VmscanModel", "VmscanSystem", "VmscanTestSupport"]),
    .testTarget(
      name: "VmscanFormatsTests",
      dependencies: ["VmscanFormats", "VmscanModel", "VmscanTestSupport"]),
    .testTarget(
      name: "VmscanSourcesTests",
      dependencies: [
        "VmscanFormats", "VmscanModel", "VmscanOdbc", "VmscanSources", "VmscanSystem",
        "VmscanTestSupport",
      ]),
    .testTarget(
      name: "VmscanAssessmentTests",
      dependencies: [
        "VmscanAssessment", "VmscanFormats", "VmscanLists", "VmscanModel", "VmscanSources",
        "VmscanTestSupport",
      ]),
    .testTarget(
      name: "VmscanStoreTests",
      dependencies: ["VmscanModel", "VmscanStore", "VmscanSystem", "VmscanTestSupport", grdb]),
    .testTarget(
      name: "VmscanFleetTests", dependencies: ["VmscanFleet", "VmscanModel", "VmscanTestSupport"]),
    .testTarget(
      name: "VmscanReportsTests",
      dependencies: ["VmscanModel", "VmscanReports", "VmscanTestSupport"]),
    .testTarget(
      name: "VmscanActionsTests",
      dependencies: [
        "VmscanActions", "VmscanFormats", "VmscanModel", "VmscanSystem", "VmscanTestSupport",
      ]),
    .testTarget(
      name: "VmscanCommandsTests",
      dependencies: [
        "VmscanAssessment", "VmscanCommands", "VmscanModel", "VmscanStore", "VmscanSystem",
        "VmscanTestSupport",
      ]),
    .testTarget(name: "VmscanEndToEndTests", dependencies: ["VmscanModel", "VmscanTestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where !["CLinuxShims", "COdbc", "CPostgres"].contains(target.name) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
  ]
}
