import Glibc
import Testing
import VmscanModel
import VmscanSources
import VmscanTestSupport

/// What a reading of logs and of Asterisk's database may say about devices in use.
struct SightingsReaderTests {
  private let now = Timestamp(1_790_000_000)

  private func observed(_ change: (SpoolBuilder) throws -> Void) throws -> Timestamp? {
    let files = try SpoolBuilder()
    for name in ["etc", "lib", "log", "log/cdr-csv"] { try files.makeDirectory(ByteText(name)) }
    try files.write("etc/logger.conf", "[logfiles]\nsecurity.log => security\n")
    try files.write("lib/astdb.sqlite3", "database", modified: now)
    try change(files)
    var configuration = VoicemailConfiguration()
    configuration.asterisk.etcDirectory = files.path("etc")
    configuration.asterisk.databaseDirectory = files.path("lib")
    configuration.asterisk.logDirectory = files.path("log")
    return SightingsReader.read(configuration, now: now) { _ in [] }.observed
  }

  @Test func `no log at all is no sign of anything`() throws {
    #expect(try observed { _ in } == now)
  }

  @Test(arguments: ["log/security.log", "log/cdr-csv/Master.csv", "etc/logger.conf"])
  func `a log that is there and cannot be read makes it no look at all`(name: String) throws {
    let file = ByteText(name)
    let seen = try observed {
      $0.remove(file)
      try $0.link(file, to: $0.path(file))
    }
    // Asterisk itself would have no logger.conf there, so that one is as good as missing.
    #expect(seen == (name.hasSuffix(".conf") ? now : nil))
  }
}
