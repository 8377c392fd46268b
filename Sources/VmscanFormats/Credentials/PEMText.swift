import SwiftASN1

/// The blocks of a PEM file, read as OpenSSL does: lines of any length, blanks in them, text between.
struct PEMText {
  private let text: String

  init(_ text: String) { self.text = text }

  /// One block: its kind, such as `CERTIFICATE`, and its bytes, empty where they are none.
  struct Block {
    let kind: String
    let der: [UInt8]
    /// A passphrase is asked before anything can be read.
    let isEncrypted: Bool
  }

  /// The first block of one of these kinds, in the order of the file.
  func first(of kinds: [String]) -> Block? {
    let found = kinds.compactMap { kind in
      text.firstRange(of: "-----BEGIN \(kind)-----").map { (kind, $0) }
    }
    guard let (kind, start) = found.min(by: { $0.1.lowerBound < $1.1.lowerBound }),
      let stop = text[start.upperBound...].firstRange(of: "-----END \(kind)-----")
    else { return nil }
    let body = text[start.upperBound..<stop.lowerBound]
    let isEncrypted = kind.hasPrefix("ENCRYPTED") || body.contains("ENCRYPTED")
    return Block(kind: kind, der: isEncrypted ? [] : Self.bytes(body), isEncrypted: isEncrypted)
  }

  private static func bytes(_ body: Substring) -> [UInt8] {
    let letters = Array(body.utf8.filter { $0 > 0x20 })
    let lines = stride(from: 0, to: letters.count, by: 64).map {
      String(decoding: letters[$0..<min($0 + 64, letters.count)], as: UTF8.self)
    }
    let plain = ["-----BEGIN CERTIFICATE-----"] + lines + ["-----END CERTIFICATE-----"]
    return (try? PEMDocument(pemString: plain.joined(separator: "\n")).derBytes) ?? []
  }
}
