import FoundationEssentials
import VmscanModel

/// The findings of an earlier JSON report, which later output leaves out.
struct Baseline {
  private let fingerprints: Set<Fingerprint>
  /// Run of the earlier report.
  let run: Int64

  private struct Document: Decodable {
    struct Finding: Decodable {
      var fingerprint: Fingerprint
      var status: String
    }
    struct Run: Decodable { var id: Int64 }
    var schema: Int
    var run: Run
    var findings: [Finding]
  }

  /// - Throws: `CommandFailure` when the file is not a JSON report of this program.
  init(file: String) throws {
    let document: Document
    do {
      document = try JSONDecoder().decode(
        Document.self, from: try Data(contentsOf: URL(filePath: file)))
    } catch {
      throw CommandFailure(
        .badConfiguration,
        """
        cannot use '\(file)' as a baseline: not a readable JSON report of vmscan
        make one with: vmscan report --format json --output FILE
        """)
    }
    guard (1...ScanReport.schemaVersion).contains(document.schema) else {
      throw CommandFailure(
        .badConfiguration,
        """
        cannot use '\(file)' as a baseline: its form has version \(document.schema), not 1 \
        to \(ScanReport.schemaVersion)
        make a new one with: vmscan report --format json --output FILE
        """)
    }
    fingerprints = Set(document.findings.filter { $0.status != "solved" }.map(\.fingerprint))
    run = document.run.id
  }

  /// The report with only what the baseline does not hold.
  func filtered(_ report: ScanReport) -> ScanReport {
    var filtered = report
    filtered.findings = report.findings.selection { !fingerprints.contains($0.fingerprint) }
    filtered.solved.removeAll { fingerprints.contains($0.finding.fingerprint) }
    return filtered
  }
}
