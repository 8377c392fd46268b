import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

/// The packed facts of earlier schemas: whatever the bytes, they are read or refused.
struct OldFormTests {
  /// Every fact of the stored database of schema 3.
  private func facts() throws -> [(kind: Int64, key: [UInt8], value: [UInt8], since: [UInt8])] {
    let path = StoredDatabaseTests.folder + "3-folder.db"
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    return try queue.read { db in
      try Row.fetchAll(db, sql: "SELECT kind, key, value, since FROM fact").map { row in
        (row[0], try row.bytes(at: 1), try row.bytes(at: 2), try row.bytes(at: 3))
      }
    }
  }

  /// Reads a fact as the migration does.
  private func read(_ kind: Int64, _ key: [UInt8], _ value: [UInt8], _ since: [UInt8]) throws {
    var (form, problem) = (OldForm(value), OldForm(key))
    switch kind {
    case 1:
      _ = try OldForm.mailbox(key)
      _ = try form.mailboxStates()
    case 2: _ = try form.recipients(since: since)
    case 3: _ = try form.context()
    case 4: _ = try problem.problem()
    case 5:
      _ = try OldForm.finding(key)
      _ = try OldForm(since).origin()
    default:
      _ = key == Array("lists".utf8) ? try form.lists().count : try form.ownDomains().domains.count
    }
  }

  @Test func `sound facts are read`() throws {
    let facts = try facts()
    #expect(Set(facts.map(\.kind)) == [1, 2, 3, 5, 6])
    for fact in facts { try read(fact.kind, fact.key, fact.value, fact.since) }
  }

  @Test(arguments: [UInt64(11), 12])
  func `damaged facts are refused and never crash`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var refused = 0
    func damaged(_ bytes: [UInt8]) -> [UInt8] {
      guard !bytes.isEmpty else { return bytes }
      var bytes = bytes
      let at = Int.random(in: 0..<bytes.count, using: &generator)
      if Bool.random(using: &generator) {
        bytes[at] = UInt8.random(in: 0...255, using: &generator)
      } else {
        bytes.removeLast(bytes.count - at)
      }
      return bytes
    }
    for fact in try facts() {
      for _ in 0..<500 {
        do {
          try read(fact.kind, damaged(fact.key), damaged(fact.value), damaged(fact.since))
        } catch is DamagedValue {
          refused += 1
        } catch is StoreError {
          refused += 1
        }
      }
    }
    #expect(refused > 1000, "seed \(seed)")
  }
}
