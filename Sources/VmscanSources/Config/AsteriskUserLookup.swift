import Glibc
import VmscanModel

/// Finds out whom Asterisk runs as: `runuser` and `rungroup` of `asterisk.conf`, otherwise the owner
/// of the spool, to whom everything Asterisk stores belongs.
enum AsteriskUserLookup {
  private struct Account {
    var name: ByteText
    var id: UInt32
    var group: UInt32
  }

  /// `nil` when no user is named that this machine knows and there is no spool.
  static func user(_ settings: AsteriskSettings) -> AsteriskUser? {
    let spool = ConfigFileReader.identity(path: settings.spoolDirectory.bytes)
    let named = account(named: settings.runUser.value)
    guard let known = named ?? spool.flatMap({ account(id: $0.owner) }) else {
      return spool.map {
        AsteriskUser(
          name: ByteText("\($0.owner)"), id: $0.owner, groupName: groupName($0.group),
          groups: [$0.group], knowsAllGroups: false)
      }
    }
    let ofSpool = named == nil ? spool?.group : nil
    let first = group(named: settings.runGroup.value) ?? ofSpool ?? known.group
    let others = groups(of: known)
    return AsteriskUser(
      name: known.name, id: known.id, groupName: groupName(first),
      groups: [first] + others.filter { $0 != first })
  }

  private static func account(named name: ByteText) -> Account? {
    guard !name.isEmpty else { return nil }
    return found { getpwnam_r("\(name)", $0, $1, $2, $3) }
  }

  private static func account(id: UInt32) -> Account? {
    found { getpwuid_r(id, $0, $1, $2, $3) }
  }

  private typealias Found<Entry> = UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>

  private static func found(
    _ look: (UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int, Found<passwd>) -> Int32
  ) -> Account? {
    var entry = passwd()
    var result: UnsafeMutablePointer<passwd>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 16) { buffer in
      guard let space = buffer.baseAddress, look(&entry, space, buffer.count, &result) == 0,
        result != nil, let name = entry.pw_name
      else { return nil }
      return Account(
        name: ByteText(String(cString: name)), id: entry.pw_uid, group: entry.pw_gid)
    }
  }

  private static func group(named name: ByteText) -> UInt32? {
    guard !name.isEmpty else { return nil }
    return withGroup({ getgrnam_r("\(name)", $0, $1, $2, $3) }, \.gr_gid)
  }

  private static func groupName(_ id: UInt32) -> ByteText {
    let name = withGroup({ getgrgid_r(id, $0, $1, $2, $3) }) { entry in
      entry.gr_name.map { ByteText(String(cString: $0)) }
    }
    return (name ?? nil) ?? ByteText("\(id)")
  }

  private static func withGroup<Value>(
    _ look: (
      UnsafeMutablePointer<Glibc.group>, UnsafeMutablePointer<CChar>, Int, Found<Glibc.group>
    ) -> Int32,
    _ value: (Glibc.group) -> Value
  ) -> Value? {
    var entry = Glibc.group()
    var result: UnsafeMutablePointer<Glibc.group>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 16) { buffer in
      guard let space = buffer.baseAddress, look(&entry, space, buffer.count, &result) == 0,
        result != nil
      else { return nil }
      return value(entry)
    }
  }

  private static func groups(of account: Account) -> [UInt32] {
    var count: Int32 = 64
    var groups = [gid_t](repeating: 0, count: Int(count))
    if getgrouplist("\(account.name)", account.group, &groups, &count) < 0 {
      groups = [gid_t](repeating: 0, count: Int(max(count, 0)))
      guard getgrouplist("\(account.name)", account.group, &groups, &count) >= 0 else {
        return [account.group]
      }
    }
    return Array(groups.prefix(Int(max(count, 0))))
  }
}
