import Glibc

/// Whether the settings file keeps the secrets in it, such as the password of an AMI user.
enum SettingsSecrecy {
  /// The fault of a file with secrets that others may read or change; `nil` when there is none.
  ///
  /// Call it when the file holds a secret; `/dev/null` and pipes have no readers but us.
  static func fault(of path: String) -> SettingsFault? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return fault(of: path, mode: status.st_mode)
  }

  static func fault(of path: String, mode: UInt32) -> SettingsFault? {
    guard mode & 0o026 != 0 || mode & 0o001 != 0 else { return nil }
    return SettingsFault(
      place: path,
      reason: "holds a secret and its mode is 0\(String(mode & 0o7777, radix: 8)): chmod 0640 it")
  }
}
