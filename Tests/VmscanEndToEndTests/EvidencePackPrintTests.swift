import Foundation
import Testing

/// What an auditor prints of a large purge.
struct EvidencePackPrintTests {
  private static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// 2,500 messages of 300 mailboxes, all older than a month.
  private func site() throws -> Site {
    let site = try Site()
    try site.writeConfiguration(
      (1000..<1300).map { "\($0) => 4815162,Owner \($0),o\($0)@example.com\n" }.joined())
    let now = 1_798_675_200
    for number in 0..<2500 {
      let folder = "\(site.spool)/default/\(1000 + number % 300)/INBOX"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let stem = folder + "/msg000\(number / 300)"
      try "[message]\norigtime=\(now - 90 * 86400 - number)\nduration=9\n".write(
        toFile: stem + ".txt", atomically: false, encoding: .utf8)
      try Data(repeating: 0x55, count: 500).write(to: URL(filePath: stem + ".wav"))
    }
    return site
  }

  @Test(.enabled(if: chromium != nil, "needs Chromium"))
  func `a purge of 2,500 messages prints on at most ten pages`() throws {
    let site = try site()
    let places = ["--db", site.database, "--config", "/dev/null", "--now", "2026-12-31T00:00:00Z"]
    let purge = try Program.run(
      Program.vmscan,
      [
        "purge", "--older", "30d", "--yes", "--even-unasked", "--max-percent", "100",
        "--asterisk-etc", site.etc, "--spool", site.spool,
      ] + places)
    #expect(purge.status == 0, "\(purge.errors)")
    #expect(purge.output.contains("removed: 2,500 messages"), "\(purge.output)")
    let page = site.scratch.path + "/pack.html"
    let pack = try Program.run(
      Program.vmscan, ["history", "actions", "--format", "html", "--output", page] + places)
    #expect(pack.status == 0, "\(pack.errors)")
    let html = try String(contentsOfFile: page, encoding: .utf8)
    // The first line of the first table is the purge, before any detail of it.
    let action = try #require(html.range(of: "<bdi>purge</bdi>"))
    let detail = try #require(html.range(of: "<h2>By mailbox</h2>"))
    #expect(action.lowerBound < detail.lowerBound)
    #expect(!html.contains(".wav ") && !html.contains("msg0000"), "files or single messages show")
    for paper in ["A4", "Letter"] {
      let pages = try printed(page, on: paper, in: site.scratch.path)
      #expect((1...10).contains(pages), "\(paper): \(pages) pages")
    }
  }

  /// How many pages a page prints on; the paper is chosen by a rule for it.
  private func printed(_ page: String, on paper: String, in directory: String) throws -> Int {
    let html = try String(contentsOfFile: page, encoding: .utf8)
    let sized = directory + "/\(paper).html"
    try html.replacing("@page { margin:", with: "@page { size: \(paper); margin:").write(
      toFile: sized, atomically: true, encoding: .utf8)
    let file = directory + "/\(paper).pdf"
    // Its policy names the style by digest, so the printed copy goes without.
    try String(contentsOfFile: sized, encoding: .utf8)
      .replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "")
      .write(toFile: sized, atomically: true, encoding: .utf8)
    let done = try Program.run(
      Self.chromium ?? "",
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-pdf-header-footer", "--user-data-dir=\(directory)/profile",
        "--print-to-pdf=\(file)", "file://\(sized)",
      ])
    #expect(done.status == 0, "\(done.errors)")
    let text = try #require(
      String(data: try Data(contentsOf: URL(filePath: file)), encoding: .isoLatin1))
    return text.matches(of: /\/Type ?\/Page\b(?!s)/).count
  }
}
