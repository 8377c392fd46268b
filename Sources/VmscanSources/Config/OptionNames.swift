import VmscanModel

/// The options Asterisk knows, to tell a misspelt one and an option in the wrong place.
package enum OptionNames {
  /// Flags of a mailbox (`apply_option`): on for a true word, off for every other.
  package static let mailboxFlags: Set<String> = [
    "attach", "attachextrecs", "delete", "deletevoicemail", "envelope", "forcegreetings",
    "forcename", "leaveurgent", "messagewrap", "moveheard", "nextaftercmd", "operator", "review",
    "saycid", "sayduration", "sendvoicemail", "tempgreetwarn",
  ]

  /// Options of a mailbox that take text or a number.
  package static let mailboxValues: Set<String> = [
    "attachfmt", "backupdeleted", "callback", "dialout", "emailbody", "emailsubject",
    "exitcontext", "fromstring", "imapflags", "imapfolder", "imappassword", "imapport",
    "imapsecret", "imapserver", "imapuser", "imapvmshareid", "language", "locale", "maxmessage",
    "maxmsg", "maxsecs", "minsecs", "options", "passwordlocation", "saydurationm", "serveremail",
    "tz", "volgain",
  ]

  /// Options in a mailbox line that app_voicemail ignores and app_directory reads.
  package static let directoryOptions: Set<String> = ["alias", "hidefromdir"]

  /// Everything that may stand in a mailbox's options field.
  package static let mailbox = mailboxFlags.union(mailboxValues).union(directoryOptions)

  /// Flags of `[general]`.
  package static let generalFlags: Set<String> = [
    "attach", "envelope", "expungeonhangup", "forcegreetings", "forcename",
    "forward_urgent_auto", "imap_poll_logout", "imapgreetings", "leaveurgent", "messagewrap",
    "moveheard", "nextaftercmd", "odbc_audio_on_disk", "operator", "pbxskip", "pollmailboxes",
    "review", "saycid", "sayduration", "searchcontexts", "sendvoicemail", "smdienable",
    "tempgreetwarn", "usedirectory",
  ]

  /// Everything that has a meaning in `[general]`, in some release or build.
  package static let general = generalFlags.union([
    "adsifdn", "adsisec", "adsiver", "aliasescontext", "authpassword", "authuser",
    "backupdeleted", "callback", "charset", "cidinternalcontexts", "dialout", "directoryintro",
    "emailbody", "emaildateformat", "emailsubject", "exitcontext", "externnotify", "externpass",
    "externpasscheck", "externpassnotify", "format", "fromstring", "greetingfolder",
    "greetingsfolder", "imapclosetimeout", "imapflags", "imapfolder", "imapopentimeout",
    "imapparentfolder", "imapport", "imapreadtimeout", "imapserver", "imapwritetimeout",
    "listen-control-forward-key", "listen-control-pause-key", "listen-control-restart-key",
    "listen-control-reverse-key", "listen-control-stop-key", "locale", "mailcmd", "maxgreet",
    "maxlogins", "maxmessage", "maxmsg", "maxsecs", "maxsilence", "minmessage", "minpassword",
    "minsecs", "odbcstorage", "odbctable", "pagerbody", "pagerdateformat", "pagerfromstring",
    "pagersubject", "passwordlocation", "pollfreq", "saydurationm", "serveremail",
    "silencethreshold", "skipms", "smdiport", "tps_queue_high", "tps_queue_low", "tz",
    "userscontext", "vm-invalid-password", "vm-login", "vm-mismatch", "vm-newpassword",
    "vm-newuser", "vm-passchanged", "vm-password", "vm-pls-try-again", "vm-prepend-timeout",
    "vm-reenterpassword", "volgain",
  ])

  /// Options whose values are secrets and are not kept.
  static let secrets: Set<String> = ["imappassword", "imapsecret"]

  /// The name as looked up: ASCII lower case, blanks and all; empty when it is not text.
  static func key(_ name: [UInt8]) -> String {
    ByteText(bytes: name).lowercased.utf8String ?? ""
  }
}
