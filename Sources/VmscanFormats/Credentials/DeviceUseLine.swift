/// One sign of use in a log of Asterisk: devices, and when.
package struct DeviceUseLine: Sendable, Hashable {
  /// Channel technology in upper case (`PJSIP`, `SIP`, `IAX2`) and the device's name.
  package var devices: [(technology: String, name: [UInt8])]
  /// The time as written, `2026-11-29 20:00:00` or `2026-11-29T20:00:00`, without a zone.
  package var time: ArraySlice<UInt8>

  package static func == (left: DeviceUseLine, right: DeviceUseLine) -> Bool {
    left.time == right.time && left.devices.elementsEqual(right.devices) { $0 == $1 }
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(time) }

  /// A row of `cdr-csv/Master.csv`: the channel, the destination channel and the start of the call.
  package init?(callDetail line: ArraySlice<UInt8>) {
    let fields = Self.fields(line)
    guard fields.count > 9 else { return nil }
    devices = [fields[5], fields[6]].compactMap(Self.device)
    time = fields[9][...]
    guard !devices.isEmpty, time.count >= 19 else { return nil }
  }

  /// A line of the security log that reports a login that was accepted.
  package init?(securityLog line: ArraySlice<UInt8>) {
    guard Self.value("SecurityEvent", in: line)?.elementsEqual("SuccessfulAuth".utf8) ?? false,
      let service = Self.value("Service", in: line),
      let account = Self.value("AccountID", in: line), !account.isEmpty,
      let stamp = Self.value("EventTV", in: line), stamp.count >= 19
    else { return nil }
    devices = [(String(decoding: service, as: UTF8.self).uppercased(), Array(account))]
    time = stamp
  }

  /// `PJSIP/1001-00000012` to technology and name; the name itself may hold a dash.
  private static func device(_ channel: [UInt8]) -> (technology: String, name: [UInt8])? {
    let parts = channel.split(separator: UInt8(ascii: "/"), maxSplits: 1)
    guard parts.count == 2, let dash = parts[1].lastIndex(of: UInt8(ascii: "-")),
      dash > parts[1].startIndex
    else { return nil }
    return (String(decoding: parts[0], as: UTF8.self).uppercased(), Array(parts[1][..<dash]))
  }

  /// Fields in quotes or without, a quote within one doubled.
  private static func fields(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
    var fields: [[UInt8]] = [[]]
    var isQuoted = false
    var at = line.startIndex
    while at < line.endIndex {
      let byte = line[at]
      if byte == UInt8(ascii: "\"") {
        if isQuoted, at + 1 < line.endIndex, line[at + 1] == byte {
          fields[fields.count - 1].append(byte)
          at += 1
        } else {
          isQuoted.toggle()
        }
      } else if byte == UInt8(ascii: ","), !isQuoted {
        fields.append([])
      } else {
        fields[fields.count - 1].append(byte)
      }
      at += 1
    }
    return fields
  }

  private static func value(_ name: String, in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let start = line.firstRange(of: Array("\(name)=\"".utf8))?.upperBound else { return nil }
    let value = line[start...].prefix { $0 != UInt8(ascii: "\"") }
    return value
  }
}
