import Glibc
import VmscanFormats
package import VmscanModel
import VmscanSystem

/// Finds devices in use by what a running Asterisk leaves in files: registrations in its own
/// database, calls in `cdr-csv/Master.csv`, logins in the security log.
///
/// A missing file is no sign of anything. The directories count only where they are certain to be
/// those of the configuration: written in `asterisk.conf`, or the default ones for `/etc/asterisk`.
package struct SightingsReader {
  /// Reads the rows of table `astdb` from the bytes of a database.
  package typealias Rows = ([UInt8]) throws -> [(key: [UInt8], value: [UInt8])]

  /// Only so much of the end of a log is read.
  private static let logTail: Int64 = 64 << 20
  /// A database that was not written for longer may be that of an Asterisk which is not running:
  /// registrations are renewed every hour.
  private static let staleAfter: Int64 = 2 * 3600

  private let settings: AsteriskSettings
  private let now: Timestamp
  private var sightings = DeviceSightings()
  /// A log that is there could not be read, so a device that is in use may not have been seen.
  private var missesUse = false

  /// Never fails: what cannot be read is not observed.
  package static func read(
    _ configuration: VoicemailConfiguration, now: Timestamp, rows: Rows
  ) -> DeviceSightings {
    var reader = SightingsReader(settings: configuration.asterisk, now: now)
    reader.readRegistrations(rows)
    reader.readCalls()
    reader.readLogins()
    if reader.missesUse { reader.sightings.observed = nil }
    return reader.sightings
  }

  private init(settings: AsteriskSettings, now: Timestamp) {
    self.settings = settings
    self.now = now
  }

  private func directory(_ written: ByteText?, _ usual: ByteText) -> ByteText? {
    guard let written, settings.etcDirectory == "/etc/asterisk" || written != usual else {
      return settings.etcDirectory == "/etc/asterisk" ? usual : nil
    }
    return written
  }

  // MARK: Registrations

  private mutating func readRegistrations(_ rows: Rows) {
    guard let directory = directory(settings.databaseDirectory, "/var/lib/asterisk"),
      let (bytes, identity) = Self.contents("astdb.sqlite3", in: directory),
      let found = try? rows(bytes)
    else { return }
    let written = Timestamp(identity.modifiedSeconds)
    guard now.epochSeconds - written.epochSeconds < Self.staleAfter else { return }
    let time = min(now, max(written, Timestamp(now.epochSeconds - Self.staleAfter)))
    sightings.observed = now
    for (key, value) in found {
      guard let entry = RegistrationEntry(key: key, value: value) else { continue }
      if let expires = entry.expires, expires <= time.epochSeconds { continue }
      let kind: Device.Kind =
        switch entry.kind {
        case .pjsip: .pjsip
        case .sip: .sip
        case .iax: .iax
        }
      sightings.registered.insert(DeviceID(kind, ByteText(bytes: entry.name)))
    }
  }

  /// A whole file that stood still and of which no rollback journal waits.
  private static func contents(
    _ name: ByteText, in directory: ByteText
  ) -> (bytes: [UInt8], identity: FileIdentity)? {
    var opener = Opener()
    guard let parent = try? opener.openDirectory(directory),
      let file = try? opener.open(name, in: parent, asDirectory: false),
      case .text(let bytes, let identity) = ConfigFileReader.read(descriptor: file.raw)
    else { return nil }
    let journal = ByteText(bytes: name.bytes + Array("-journal".utf8))
    if let waiting = try? parent.identity(of: journal), waiting.size > 0 { return nil }
    return (bytes, identity)
  }

  // MARK: Logs

  private mutating func readCalls() {
    guard let logs = directory(settings.logDirectory, "/var/log/asterisk") else { return }
    readTail("Master.csv", in: ByteText(bytes: logs.bytes + Array("/cdr-csv".utf8))) {
      DeviceUseLine(callDetail: $0)
    }
  }

  private mutating func readLogins() {
    guard let logs = directory(settings.logDirectory, "/var/log/asterisk") else { return }
    for name in securityLogs() {
      let path = name.bytes.first == 0x2F ? name.bytes : logs.bytes + [0x2F] + name.bytes
      guard let slash = path.lastIndex(of: 0x2F) else { continue }
      readTail(
        ByteText(bytes: path[(slash + 1)...]), in: ByteText(bytes: path[..<max(slash, 1)])
      ) { DeviceUseLine(securityLog: $0) }
    }
  }

  /// Files of `logger.conf` that have the level `security`, absolute or below the log directory.
  private mutating func securityLogs() -> [ByteText] {
    var files = CredentialFiles(settings)
    let file = files.load("logger.conf", tellsFaults: false)
    missesUse = missesUse || files.problems.contains(where: \.hidesData)
    guard let file, file.isUsable else { return [] }
    return (file.conf.section("logfiles")?.variables ?? []).filter {
      SorceryObject.list($0.value).contains { $0.lowercased == "security" }
    }.map { ByteText(bytes: $0.name) }
  }

  /// `nil` when there is none, or when it cannot be opened, which is noted.
  private mutating func log(_ name: ByteText, in directory: ByteText) -> OwnedDescriptor? {
    var opener = Opener()
    do throws(SystemError) {
      let parent = try opener.openDirectory(directory)
      return try opener.open(name, in: parent, asDirectory: false)
    } catch {
      missesUse = missesUse || !error.isMissing
      return nil
    }
  }

  private mutating func readTail(
    _ name: ByteText, in directory: ByteText, _ parse: (ArraySlice<UInt8>) -> DeviceUseLine?
  ) {
    guard let file = log(name, in: directory), let identity = try? file.identity(),
      identity.isRegularFile
    else { return }
    var offset = max(0, identity.size - Self.logTail)
    var rest: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while offset < identity.size {
      let count = buffer.withUnsafeMutableBytes {
        pread(file.raw, $0.baseAddress, $0.count, off_t(offset))
      }
      guard count > 0 else {
        missesUse = missesUse || count < 0
        return
      }
      offset += Int64(count)
      rest += buffer[..<count]
      let lines = rest.split(separator: 0x0A, omittingEmptySubsequences: false)
      for line in lines.dropLast() { parse(line).map { note($0) } }
      rest = Array(lines.last ?? [])
      // No line of Asterisk is as long.
      if rest.count > 1 << 20 { rest = [] }
    }
  }

  private mutating func note(_ line: DeviceUseLine) {
    var text = Array(line.time.prefix(19))
    text[10] = UInt8(ascii: "T")
    guard let time = Timestamp(parsing: String(decoding: text, as: UTF8.self) + "Z") else { return }
    for (technology, name) in line.devices {
      let kind: Device.Kind
      switch technology {
      case "PJSIP": kind = .pjsip
      case "SIP": kind = .sip
      case "IAX2": kind = .iax
      default: continue
      }
      let id = DeviceID(kind, ByteText(bytes: name))
      sightings.used[id] = max(min(time, now), sightings.used[id] ?? time)
    }
  }
}
