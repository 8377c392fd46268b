/// Where the nightly job puts copies of the history and how many stay.
struct BackupSettings: Sendable, Hashable {
  var directory: String
  var keep = 7
}
