// swift-tools-version: 6.2
import PackageDescription

/// Imports are private to a file unless a module's public interface shows their types.
let strict: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
    swiftSettings: [SwiftSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources,
        swiftSettings: strict + swiftSettings)
}

func tests(
    of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: dependencies + ["TestSupport"],
        exclude: exclude,
        swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let package = Package(
    name: "BasinGrid",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "BasinGrid", targets: ["BasinGrid"]),
        .executable(name: "basingrid", targets: ["BasinGridCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // System libraries: shim headers only.
        .systemLibrary(name: "CGDAL", pkgConfig: "gdal", providers: [.apt(["libgdal-dev"])]),
        .systemLibrary(
            name: "CLAPACK", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),

        // Values and plans: no files, no standards.
        module("Geometry"),
        module("Parallel"),
        module("SealedFiles"),
        module("Suggestions"),
        module("Grids", ["Geometry"]),
        module(
            "Readings", ["Suggestions"],
            resources: [
                .embedInCode("Data/headings.json"), .embedInCode("Quality/quality_rules.json"),
            ]),

        // Maps from sites to targets, and what is measured with them.
        module("Coverage", ["Geometry", "Grids", "Parallel", "SealedFiles"]),
        module(
            "ZonalStatistics",
            ["Coverage", "Geometry", "Grids", "Parallel", "SealedFiles", "Suggestions"]),
        module("Interpolation", ["Geometry", "Grids", "Coverage", "Parallel", "CLAPACK"]),
        module(
            "HotSpots", ["Geometry", "Grids", "Coverage", "ZonalStatistics", "Parallel"]),
        module("Rivers", ["Geometry", "Grids", "Parallel"]),
        module(
            "QualityStandards", ["Readings"],
            resources: [
                .embedInCode("Data/air_limits.json"), .embedInCode("Data/air_statistics.json"),
                .embedInCode("Data/aqi.json"), .embedInCode("Data/sea_water.json"),
                .embedInCode("Data/soil.json"), .embedInCode("Data/surface_water.json"),
                .embedInCode("Data/zoning_units.json"), .embedInCode("Data/alert_rules.json"),
            ]),

        // Files in and out.
        module("GeoFiles", ["CGDAL", "Geometry", "Grids", "Parallel", "Suggestions"]),
        module("Reports", ["GeoFiles", "Geometry", "Grids"]),

        // The job, and the command line over it.
        module(
            "BasinGrid",
            [
                "Geometry", "Parallel", "Grids", "Readings", "Coverage", "ZonalStatistics",
                "Interpolation", "HotSpots", "Rivers", "QualityStandards", "GeoFiles", "Reports",
                "SealedFiles", "Suggestions", "Yams", logging, crypto,
            ]),
        .executableTarget(
            name: "BasinGridCommand", dependencies: ["BasinGrid", argumentParser, logging],
            swiftSettings: strict),
        .executableTarget(
            name: "BasinGridBenchmarks", dependencies: ["BasinGrid"], swiftSettings: strict),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["Geometry", "Grids"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests(of: "Geometry", ["Geometry"]),
        tests(of: "Parallel", ["Parallel"]),
        tests(of: "SealedFiles", ["SealedFiles"]),
        tests(of: "Suggestions", ["Suggestions"]),
        tests(of: "Grids", ["Grids", "Geometry"]),
        tests(of: "Readings", ["Readings"]),
        tests(of: "Coverage", ["Coverage", "Geometry", "Grids", "SealedFiles"]),
        tests(
            of: "ZonalStatistics",
            ["ZonalStatistics", "Coverage", "Geometry", "Grids", "SealedFiles"]),
        tests(of: "Interpolation", ["Interpolation", "Geometry", "Grids", "CLAPACK"]),
        tests(of: "HotSpots", ["HotSpots", "Coverage", "Geometry", "Grids"]),
        tests(of: "Rivers", ["Rivers", "Geometry"]),
        tests(of: "QualityStandards", ["QualityStandards", "Readings"]),
        tests(of: "GeoFiles", ["GeoFiles", "Geometry", "Grids", "Parallel"]),
        tests(of: "Reports", ["Reports", "Geometry", "Grids", "GeoFiles"]),
        tests(of: "BasinGrid", ["BasinGrid"]),
        tests(
            of: "CommandLine",
            ["GeoFiles", "ZonalStatistics", "Coverage", "Geometry", "Grids", "Parallel"]),
        tests(
            of: "PeerComparison", ["HotSpots", "Interpolation", "Geometry"],
            exclude: ["requirements.txt", "peers", "benchmarks"]),
    ]
)
