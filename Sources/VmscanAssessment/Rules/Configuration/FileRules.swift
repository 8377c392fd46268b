import VmscanModel

/// What may happen to the configuration files themselves.
enum FileRules {
  static let rules: [Rule] = [
    NoticeJudgement.rule(
      "VM-515", "world-readable-config", "A file with PINs is readable by everybody", .high,
      .worldReadableConfig,
      why: "Every user and program of the machine can read the PINs in it.",
      remedy: "The administrator runs `chmod o-rwx` on the file; Asterisk's user must read it.",
      citations: [.nistVerifiers, .hipaaAuthentication, .cisPasswords]),
    NoticeJudgement.rule(
      "VM-871", "rewrite-hazard", "The next PIN change by telephone damages the configuration",
      .medium, .rewriteHazard,
      why: """
        Asterisk rewrites voicemail.conf and every included file when an owner changes the PIN. In
        this layout that revives or moves mailboxes, or brings an old PIN back.
        """,
      remedy: """
        The administrator rewrites the layout, or sets passwordlocation=spooldir so that PIN
        changes go to secret.conf.
        """,
      citations: [.cisProcess, .nistVerifiers]),
    NoticeJudgement.rule(
      "VM-872", "changed-while-reading", "A file changed while it was read", .low,
      .changedWhileReading,
      why: "Asterisk rewrites files in place, so what was read may be half of each.",
      remedy: "Run the scan again.", citations: [.hipaaAudit]),
    NoticeJudgement.rule(
      "VM-873", "closed-to-asterisk", "Asterisk's own user cannot read a file", .high,
      .closedToAsterisk,
      why: """
        But for asterisk.conf, Asterisk reads everything as its own user. Without voicemail.conf it
        has no mailboxes, without an included file it refuses the load, and of many files of one
        pattern it silently skips those it cannot read, while this report counts them all.
        """,
      remedy: """
        The administrator runs `chgrp` with the group Asterisk runs in and `chmod 640` on the file,
        lets that group enter the directory too, and reloads voicemail; `vmscan doctor` prints the
        commands.
        """,
      citations: [.cisProcess, .syscRecords]),
  ]
}
