import Testing
import VmscanModel

struct DeviceIdlenessTests {
  private static let start = Timestamp(1_796_000_000)

  private func time(_ day: Int64, hour: Int64) -> Timestamp {
    let midnight = Self.start.epochSeconds - Self.start.epochSeconds % 86_400
    return Timestamp(midnight + day * 86_400 + hour * 3600)
  }

  @Test func `nights alone prove nothing, nights and days do`() {
    var nightly = DeviceUse(firstObserved: time(0, hour: 2))
    for day in 0..<60 { nightly.miss(at: time(Int64(day), hour: 2 + Int64(day % 5))) }
    #expect(nightly.idleDays(at: time(60, hour: 2)) == nil)
    nightly.miss(at: time(60, hour: 13))
    #expect(nightly.idleDays(at: time(60, hour: 13)) == 60)
  }

  @Test func `hours around midnight are one stretch`() {
    var use = DeviceUse(firstObserved: time(0, hour: 22))
    for hour in [22, 23, 0, 1, 2, 3] { use.miss(at: time(1, hour: Int64(hour))) }
    #expect(!use.isSpread)
    use.miss(at: time(1, hour: 4))
    #expect(use.isSpread)
  }

  @Test func `any use sets everything back`() {
    var use = DeviceUse(firstObserved: time(0, hour: 2))
    for day in 0..<50 { use.miss(at: time(Int64(day), hour: Int64(day % 24))) }
    #expect(use.idleDays(at: time(50, hour: 0)) != nil)
    use.use(at: time(50, hour: 0))
    #expect(use.observations == 0 && use.lastUsed == time(50, hour: 0))
    #expect(use.idleDays(at: time(84, hour: 0)) == nil)
  }

  @Test func `fewer than five looks or 35 days are not enough`() {
    var use = DeviceUse(firstObserved: time(0, hour: 2))
    for hour in [2, 9, 14, 20] { use.miss(at: time(1, hour: Int64(hour))) }
    #expect(use.idleDays(at: time(90, hour: 0)) == nil)
    use.miss(at: time(2, hour: 5))
    #expect(use.idleDays(at: time(34, hour: 0)) == nil)
    #expect(use.idleDays(at: time(36, hour: 0)) == 35)
  }

  @Test func `what could not be observed counts as nothing`() {
    var device = Device(kind: .pjsip, name: "100", origin: Origin(file: "pjsip.conf", line: 1))
    device.registrationKeys = ["100-aor"]
    var sightings = DeviceSightings()
    #expect(sightings.update(nil, of: device) == nil)
    sightings.observed = time(3, hour: 3)
    #expect(sightings.update(nil, of: device)?.observations == 1)
    sightings.registered = [DeviceID(.pjsip, "100-aor")]
    let use = sightings.update(nil, of: device)
    #expect(use?.lastUsed == time(3, hour: 3) && use?.observations == 0)
    device.registrationKeys = []
    sightings.registered = []
    #expect(sightings.update(nil, of: device) == nil)
  }
}
