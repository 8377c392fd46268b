import CLinuxShims
import Glibc
import VmscanModel

/// Copies what stands beside owner and mode: access lists, security labels, user attributes.
enum ExtendedAttributes {
  /// Gives the file `target` the attributes of `source` and takes away those it got otherwise.
  ///
  /// - Throws: `ConfigFileError` when one of them cannot be kept.
  static func copy(from source: Int32, to target: Int32, named path: ByteText) throws {
    let wanted = try all(of: source, path)
    for (name, value) in wanted where try self.value(name, of: target) != value {
      guard set(name, value, of: target) else {
        throw ConfigFileError("keep the attribute \(name) of", path)
      }
    }
    // A default access list of the directory must not widen the mode.
    for (name, _) in try all(of: target, path) where wanted[name] == nil {
      guard name.withCString({ fremovexattr(target, $0) }) == 0 || errno == ENODATA else {
        throw ConfigFileError("take away the attribute \(name) of", path)
      }
    }
  }

  /// Attributes by name; none where the file system has no such thing.
  static func all(of descriptor: Int32, _ path: ByteText) throws -> [String: [UInt8]] {
    var size = flistxattr(descriptor, nil, 0)
    if size < 0, errno == ENOTSUP { return [:] }
    var names = [CChar](repeating: 0, count: max(0, size))
    if size > 0 { size = flistxattr(descriptor, &names, names.count) }
    guard size >= 0 else { throw ConfigFileError("list the attributes of", path) }
    var found: [String: [UInt8]] = [:]
    for name in names.prefix(size).split(separator: 0) {
      let text = String(decoding: name.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if let value = try value(text, of: descriptor) { found[text] = value }
    }
    return found
  }

  private static func value(_ name: String, of descriptor: Int32) throws -> [UInt8]? {
    let size = name.withCString { fgetxattr(descriptor, $0, nil, 0) }
    guard size >= 0 else {
      if errno == ENODATA || errno == ENOTSUP { return nil }
      throw ConfigFileError("read the attribute \(name) of", "a configuration file")
    }
    var value = [UInt8](repeating: 0, count: size)
    let count = value.withUnsafeMutableBytes { buffer in
      name.withCString { fgetxattr(descriptor, $0, buffer.baseAddress, buffer.count) }
    }
    guard count >= 0 else {
      throw ConfigFileError("read the attribute \(name) of", "a configuration file")
    }
    return Array(value.prefix(count))
  }

  private static func set(_ name: String, _ value: [UInt8], of descriptor: Int32) -> Bool {
    value.withUnsafeBytes { buffer in
      name.withCString { fsetxattr(descriptor, $0, buffer.baseAddress, buffer.count, 0) == 0 }
    }
  }
}
