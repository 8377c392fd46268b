import VmscanModel

/// What a mailbox's `secret.conf` says about its PIN.
enum SpoolSecret {
  /// Bytes and place; empty bytes mean that no PIN is asked for.
  case found([UInt8], Origin)
  /// No file, or no password in it: Asterisk takes the configuration's.
  case absent
  /// Nobody can tell the PIN in force.
  case unreadable(ByteText)
}
