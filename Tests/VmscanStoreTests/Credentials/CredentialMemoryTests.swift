import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

struct CredentialMemoryTests {
  @Test func `uses and tags come back, of their own site only`() throws {
    let store = try HistoryStore.temporary()
    var report = ReportBuilder.usual(day: 0).report
    var memory = CredentialMemory()
    let name = ByteText(bytes: [0xFF, 0, 0x2F])
    var use = DeviceUse(firstObserved: Timestamp(5))
    use.miss(at: Timestamp(3600 * 7))
    memory.uses[DeviceID(.pjsip, name)] = use
    let tag = SecretTag(bytes: Array(0..<16), epoch: Array(0..<8))
    memory.tags[LoginID(kind: "ami", name: name)] = (tag, Timestamp(9))
    try store.record(&report, credentials: memory)
    let known = try store.credentialMemory(of: report.run.site)
    #expect(known.uses == memory.uses)
    #expect(known.tags[LoginID(kind: "ami", name: name)]?.tag == tag)
    #expect(known.tags[LoginID(kind: "ami", name: name)]?.since == Timestamp(9))
    var other = report.run.site
    other.host = "elsewhere.example.com"
    #expect(try store.credentialMemory(of: other).uses.isEmpty)
    let names = try store.read { db in
      // SQLite before 3.41 takes its own JSON functions for unsafe in a view that is not trusted.
      try db.execute(sql: "PRAGMA trusted_schema = ON")
      return try Views.names.flatMap { try db.columns(in: $0).map(\.name) }
    }
    #expect(!names.contains("tag") && !names.contains("epoch"))
  }

  @Test func `the same password keeps its date, another key begins anew`() {
    var memory = CredentialMemory()
    let login = LoginID(kind: "pjsip", name: "100")
    func see(_ tag: UInt8, _ epoch: UInt8, at time: Int64) {
      memory.update(
        devices: [], sightings: DeviceSightings(),
        tags: [login: SecretTag(bytes: [tag], epoch: [epoch])], now: Timestamp(time))
    }
    see(1, 1, at: 10)
    see(1, 1, at: 20)
    #expect(memory.tags[login]?.since == Timestamp(10))
    see(2, 1, at: 30)
    #expect(memory.tags[login]?.since == Timestamp(30))
    see(3, 2, at: 40)
    #expect(memory.tags[login]?.since == Timestamp(40))
  }

  @Test func `registrations are read from the bytes of a database, views and damage are not`()
    throws
  {
    func database(_ sql: String) throws -> [UInt8] {
      let directory = try TemporaryDirectory()
      let path = directory.path + "/astdb.sqlite3"
      let queue = try DatabaseQueue(path: path)
      try queue.write { try $0.execute(sql: sql) }
      try queue.close()
      return contents(of: path)
    }
    let table = "CREATE TABLE astdb(key VARCHAR(256), value VARCHAR(256), PRIMARY KEY(key));"
    let rows = "INSERT INTO astdb VALUES ('/SIP/Registry/200', 'a'), ('/DEVICE/1/user', 'b');"
    let found = try AsteriskDatabase.registrations(in: try database(table + rows))
    #expect(found.map(\.key) == [Array("/SIP/Registry/200".utf8)])
    let view = "CREATE VIEW astdb AS SELECT '/SIP/Registry/1' AS key, 'x' AS value"
    #expect(try AsteriskDatabase.registrations(in: try database(view)).isEmpty)
    #expect(throws: StoreError.self) {
      try AsteriskDatabase.registrations(in: Array("no database at all".utf8))
    }
  }
}
