import Crypto
import FoundationEssentials
import VmscanModel

/// The digest that chains a journal row to the row before it.
///
/// SHA-256 over the digest of the row before and every column as stored, each with its length
/// before it, so that no two different rows give the same bytes.
struct JournalDigest {
  private var hash = SHA256()

  static let zero = [UInt8](repeating: 0, count: 32)

  static func of(_ record: ActionRecord, detail: String, after previous: [UInt8]) -> [UInt8] {
    var digest = JournalDigest()
    digest.add(Array("vmscan journal 1".utf8))
    digest.add(previous)
    let columns = [
      String(record.sequence), String(record.time.epochSeconds), record.run,
      record.phase.rawValue, record.kind, record.actor, record.host, record.command,
      record.subject, detail,
    ]
    for column in columns { digest.add(Array(column.utf8)) }
    return Array(digest.hash.finalize())
  }

  private mutating func add(_ bytes: [UInt8]) {
    withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hash.update(bufferPointer: $0) }
    hash.update(data: bytes)
  }
}
