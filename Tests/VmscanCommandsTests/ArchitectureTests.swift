import Foundation
import Testing

/// The walks of `docs/architecture.md` name functions that exist, in at most twelve stops each.
struct ArchitectureTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func sources() throws -> [String] {
    let folder = root.appending(path: "Sources")
    let names = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    return try names.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
  }

  @Test func `each stop of a walk names a function that exists`() throws {
    let text = try String(
      contentsOf: Self.root.appending(path: "docs/architecture.md"), encoding: .utf8)
    let sources = try Self.sources()
    let walks = text.components(separatedBy: "\n## ").dropFirst()
    #expect(walks.count == 3)
    for walk in walks {
      let stops = walk.split(separator: /\n(?=\d+\. )/).dropFirst()
      #expect((1...12).contains(stops.count), "\(walk.prefix(40))")
      for stop in stops {
        let named = stop.matches(of: /`([A-Z]\w+)\.(\w+)`/)
        #expect(!named.isEmpty, "\(stop)")
        for name in named {
          let type = try Regex("\\b(struct|enum|class|protocol|extension) \(name.1)\\b")
          let function = try Regex(name.2 == "init" ? "\\binit[?(<]" : "\\bfunc \(name.2)\\b")
          #expect(
            sources.contains { $0.contains(type) && $0.contains(function) }, "\(name.0)")
        }
      }
    }
  }
}
