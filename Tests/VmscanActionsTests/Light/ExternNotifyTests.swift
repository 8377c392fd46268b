import Glibc
import Testing
import VmscanActions
import VmscanModel

struct ExternNotifyTests {
  private let box = MailboxID(context: "default", mailbox: "10;touch /tmp/never 01")
  private let counts = AsteriskCounts(new: 3, old: 2, urgent: 1)

  private func notify(_ command: String, timeout: Duration = .seconds(10)) -> ExternNotify {
    ExternNotify(command: ByteText(command), user: getuid(), group: getgid(), timeout: timeout)
  }

  @Test func `hands over context, mailbox and counts as arguments`() throws {
    let spool = try TestSpool()
    try notify("printf '%s|' > \(spool.root)/out").run(box, counts)
    #expect(TestSpool.read(spool.root + "/out") == "default|10;touch /tmp/never 01|2|2|1|")
  }

  @Test func `a failure is told`() {
    #expect(throws: ExternNotify.Failure.self) { try notify("false").run(box, counts) }
  }

  @Test func `what does not end is stopped`() {
    #expect(throws: ExternNotify.Failure.self) {
      try notify("sleep 1000;:", timeout: .milliseconds(50)).run(box, counts)
    }
  }

  @Test func `a light that cannot be refreshed is reported and nothing else`() throws {
    let refresher = LightRefresher(ways: [.externNotify(notify("exit 3;"))]) { _ in counts }
    let lines = refresher.refresh([MailboxID(context: "default", mailbox: "1")])
    #expect(lines == ["externnotify for 1@default failed: it ended with status 3"])
    #expect(refresher.refresh([MailboxID]()) == [])
  }
}
