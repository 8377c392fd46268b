import Glibc
import VmscanSystem

/// Reads a plan that was written for review.
enum ConfigPlanFile {
  private static let sizeLimit = 64 << 20

  static func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw EditPlanFileError(reason: SystemError.last.description) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count == 0 { return bytes }
      guard count > 0 else { throw EditPlanFileError(reason: SystemError.last.description) }
      bytes += block[..<count]
      guard bytes.count <= sizeLimit else { throw EditPlanFileError(reason: "it is no plan") }
    }
  }
}

private struct EditPlanFileError: Error, CustomStringConvertible {
  var reason: String
  var description: String { reason }
}
