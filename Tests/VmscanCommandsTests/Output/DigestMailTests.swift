import Glibc
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// The digest reaches the mailer as one safe message, and a mailer that fails is reported.
struct DigestMailTests {
  private func site(mailer: String) throws -> TestSite {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@gmail.com")
    try site.write(mailer, to: "mailer")
    chmod(site.path + "/mailer", 0o755)
    let settings = try site.read("vmscan.yaml")
    try site.write(
      settings + "mailer: [\(site.path)/mailer, -t, -i]\nmailFrom: vmscan@example.com\n",
      to: "vmscan.yaml")
    return site
  }

  private func saving() throws -> TestSite {
    try site(
      mailer: "#!/bin/sh\necho noise\ncat > \"${0%/*}/mail\"\necho \"$*\" > \"${0%/*}/words\"\n")
  }

  @Test
  func `a change is mailed with plain headers`() throws {
    let site = try saving()
    let scan = site.scan(
      "--mail-to", "records@example.com", "--mail-to", "dpo@example.com", "--on-change",
      "--format", "json")
    #expect(scan.status == .success, "\(scan.errors)")
    #expect(!scan.output.contains("noise"))
    let mail = try site.read("mail")
    let head = try #require(mail.split(separator: "\n\n").first)
    #expect(
      head == """
        From: vmscan@example.com
        To: records@example.com,
         dpo@example.com
        Subject: vmscan pbx.example.com: 0 critical open, 1 new, 0 resolved
        Date: Thu, 31 Dec 2026 00:00:00 +0000
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 7bit
        Auto-Submitted: auto-generated
        """)
    #expect(mail.contains("alice@gmail.com"))
    #expect(mail.split(separator: "\n").allSatisfy { $0.count <= 78 })
    #expect(try site.read("words") == "-t -i\n")
  }

  @Test
  func `nothing is mailed on change when nothing changed`() throws {
    let site = try saving()
    _ = site.scan("--quiet")
    #expect(site.scan("--mail-to", "records@example.com", "--on-change").status == .success)
    #expect(throws: (any Error).self) { try site.read("mail") }
    #expect(site.scan("--mail-to", "records@example.com").status == .success)
    #expect(try site.read("mail").contains("0 new, 0 resolved"))
  }

  @Test
  func `a reader who may not see addresses does not get them by mail`() throws {
    let site = try saving()
    _ = site.scan("--mail-to", "records@example.com", "--reader", "officer")
    #expect(try !site.read("mail").contains("alice@"))
  }

  @Test
  func `a mailer that fails, or is not there, ends with 70 and the run is kept`() throws {
    let failing = try site(mailer: "#!/bin/sh\ncat >/dev/null\nexit 75\n")
    let done = failing.scan("--mail-to", "records@example.com")
    #expect(done.status == .failed)
    #expect(done.errors.contains("ended with status 75"))
    #expect(failing.run("report").status == .success)
    unlink(failing.path + "/mailer")
    #expect(failing.scan("--mail-to", "records@example.com").errors.contains("cannot be started"))
  }

  @Test(arguments: [
    (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (1_795_392_000, "Mon, 23 Nov 2026 00:00:00 +0000"),
    (1_709_210_096, "Thu, 29 Feb 2024 12:34:56 +0000"),
  ])
  func `dates are those of RFC 5322`(seconds: Int64, text: String) {
    #expect(Timestamp(seconds).mailDate == text)
  }

  @Test(arguments: [
    ("alice@example.com", true), ("root", true), ("a+b@x-y.example", true), ("", false),
    ("a@b@c", false), ("a b@example.com", false), ("a@example.com>", false),
    ("@example.com", false),
    ("a@", false), ("\"a\"@example.com", false), ("a@exämple.com", false),
    ("-a@example.com", false),
  ])
  func `only plain addresses can stand in a header`(text: String, isPlain: Bool) {
    #expect((MailAddress(text) != nil) == isPlain)
  }
}
