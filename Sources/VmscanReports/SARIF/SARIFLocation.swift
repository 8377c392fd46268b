import VmscanModel

/// A place in a file and in the voicemail system.
struct SARIFLocation: Encodable {
  struct Physical: Encodable {
    var artifactLocation: Artifact
    var region: Region?
  }

  struct Artifact: Encodable {
    var uri: String
    var uriBaseId: String?
  }

  struct Region: Encodable {
    var startLine: Int
  }

  struct Logical: Encodable {
    var fullyQualifiedName: String
    var kind: String

    init(_ subject: FindingSubject) {
      fullyQualifiedName = subject.title
      kind = subject.kind
    }
  }

  /// Name of the base of paths below the spool.
  static let spool = "SPOOL"

  var physicalLocation: Physical?
  var logicalLocations: [Logical]?

  init() {}

  init(path: ByteText, line: Int?) {
    let isAbsolute = path.bytes.first == 0x2F
    let uri = (isAbsolute ? "file://" : "") + Self.percentEncoded(path.bytes)
    physicalLocation = Physical(
      artifactLocation: Artifact(uri: uri, uriBaseId: isAbsolute ? nil : Self.spool),
      region: line.flatMap { $0 > 0 ? Region(startLine: $0) : nil })
  }

  static func directoryURI(_ path: ByteText) -> String {
    let encoded = percentEncoded(path.bytes)
    return "file://" + (encoded.hasPrefix("/") ? "" : "/") + encoded
      + (encoded.hasSuffix("/") ? "" : "/")
  }

  /// RFC 3986 with `/` kept.
  private static func percentEncoded(_ bytes: [UInt8]) -> String {
    let kept = Array("-._~/".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var output: [UInt8] = []
    for byte in bytes {
      let isAlphanumeric =
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
      if isAlphanumeric || kept.contains(byte) {
        output.append(byte)
      } else {
        output += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
