import Glibc

/// Where distributions put the mail server's log.
enum MailLogPlaces {
  static let usual = [
    "/var/log/mail.log", "/var/log/maillog", "/var/log/mail", "/var/log/mail/mail.log",
    "/var/log/exim4/mainlog", "/var/log/exim/main.log", "/var/log/exim/mainlog",
    "/var/log/msmtp", "/var/log/msmtp.log",
  ]

  /// Those that are files this user may read, below `root`.
  static func readable(root: String = "") -> [String] {
    usual.filter { path in
      guard case .found(let status) = PathStatus.look(at: root + path), !status.isDirectory else {
        return false
      }
      return access(root + path, R_OK) == 0
    }
  }
}
