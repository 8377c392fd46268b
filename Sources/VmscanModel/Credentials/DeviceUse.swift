/// What was seen of a device's use since it was used last, or since it was first looked at.
package struct DeviceUse: Sendable, Hashable {
  /// Time of the last use, or of the first observation.
  package private(set) var since: Timestamp
  /// `nil` when no use was ever seen.
  package private(set) var lastUsed: Timestamp?
  /// Times it was looked for and not found since then.
  package private(set) var observations = 0
  /// Hours of the day, UTC, at which it was: one bit each.
  package private(set) var hours: UInt32 = 0

  /// Shortest idle time that means anything.
  package static let days: Int64 = 35
  package static let fewestObservations = 5

  package init(firstObserved time: Timestamp) { since = time }

  /// As recorded.
  package init(since: Timestamp, lastUsed: Timestamp?, observations: Int, hours: UInt32) {
    self.since = since
    self.lastUsed = lastUsed
    self.observations = observations
    self.hours = hours
  }

  /// Its use was seen, which sets everything back that was counted before.
  package mutating func use(at time: Timestamp) {
    guard time >= since || lastUsed == nil else { return }
    since = max(since, time)
    lastUsed = max(time, lastUsed ?? time)
    observations = 0
    hours = 0
  }

  /// It was looked for and not found.
  package mutating func miss(at time: Timestamp) {
    observations += 1
    hours |= 1 << UInt32((time.epochSeconds % 86_400 + 86_400) % 86_400 / 3600)
  }

  /// Not all looks fell into the same six hours of the day, in which its user may just be away.
  package var isSpread: Bool {
    guard hours != 0 else { return false }
    return !(0..<24).contains { start in
      (0..<24).allSatisfy { hour in
        hours & 1 << UInt32(hour) == 0 || (hour - start + 24) % 24 < 6
      }
    }
  }

  /// Whole days without use, when there were enough looks at several hours of the day to say so.
  package func idleDays(at now: Timestamp) -> Int64? {
    let days = (now.epochSeconds - since.epochSeconds) / 86_400
    return days >= Self.days && observations >= Self.fewestObservations && isSpread ? days : nil
  }
}

/// Which devices were found in use when a site was looked at.
package struct DeviceSightings: Sendable {
  /// Keys under which registrations that had not expired are stored: AORs, SIP and IAX peers.
  package var registered: Set<DeviceID> = []
  /// Latest call or login of devices, by kind and name.
  package var used: [DeviceID: Timestamp] = [:]
  /// When registrations were looked at; `nil` when they could not be, so that nothing missing means
  /// anything.
  package var observed: Timestamp?

  package init() {}

  /// Brings what is known of a device up to date; `nil` while nothing is known.
  package func update(_ known: DeviceUse?, of device: Device) -> DeviceUse? {
    let isRegistered = device.registrationKeys.contains {
      registered.contains(DeviceID(device.id.kind, $0))
    }
    let used = [used[device.id], isRegistered ? observed : nil].compactMap(\.self).max()
    if let used, known?.lastUsed.map({ used > $0 }) ?? true {
      var use = known ?? DeviceUse(firstObserved: used)
      use.use(at: used)
      return use
    }
    guard let observed, !device.registrationKeys.isEmpty, !isRegistered else { return known }
    var use = known ?? DeviceUse(firstObserved: observed)
    use.miss(at: observed)
    return use
  }
}
