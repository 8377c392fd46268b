import Glibc
import VmscanActions
import VmscanModel
import VmscanSystem

/// Whether Asterisk answers at its control socket or by AMI; purge asks who is in a mailbox.
struct ControlCheck {
  let examination: Examination

  func diagnoses() -> [Diagnosis] {
    [socket] + (examination.settings.manager.map { [Self.manager($0)] } ?? [])
  }

  /// Logs in and asks what a purge asks.
  private static func manager(_ settings: ManagerSettings) -> Diagnosis {
    let place = "\(settings.host):\(settings.port) as '\(settings.user)'"
    do {
      _ = try ManagerClient(settings).sessions(usesAliases: false)
      return .ok("asterisk-manager", "AMI answers at \(place)")
    } catch {
      return .fail(
        "asterisk-manager", "AMI at \(place): \(error)",
        remedy: "compare 'ami' in the settings with manager.conf; it needs read = reporting")
    }
  }

  private var path: String { "\(examination.configuration.asterisk.runDirectory)/asterisk.ctl" }

  private var socket: Diagnosis {
    switch Self.connect(to: path) {
    case 0: .ok("asterisk-control", "Asterisk answers at '\(path)'")
    case ENOENT, ENOTDIR:
      .warn(
        "asterisk-control", "there is no control socket '\(path)'",
        remedy: "start Asterisk, or check astrundir; without it no call can be seen by purge")
    case ECONNREFUSED:
      .fail(
        "asterisk-control", "nobody listens at '\(path)': Asterisk has ended without removing it",
        remedy: "start Asterisk")
    case let error:
      .unchecked(
        "asterisk-control",
        "cannot reach '\(path)': \(SystemError(error))",
        remedy: "set astctlgroup and astctlpermissions in asterisk.conf, or run as root")
    }
  }

  /// Connects and closes again; the error number, 0 when somebody listens.
  private static func connect(to path: String) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8) + [0]
    guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else { return ENAMETOOLONG }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = Glibc.socket(AF_UNIX, type | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return result == 0 ? 0 : errno
  }
}
