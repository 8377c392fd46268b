import Testing
import VmscanModel
import VmscanSources

struct CarriageReturnTests {
  @Test func `a field ends at a carriage return within it, the PIN does not`() {
    let configuration = readConfig(
      "[general]\nserveremail=pbx\r1001 => 1,A\n[default]\n"
        + "1001 => 7391\r1002 => 8264,Ann\r,ann@example.com\r1003 => 5,B,b@x.example\r\n")
    let mailbox = configuration.mailbox("1001@default")
    #expect(mailbox?.hasPIN("7391\r1002 => 8264") == true)
    #expect(mailbox?.fullName == "Ann\r")
    #expect(mailbox?.emailField == "ann@example.com\r...")
    #expect(mailbox?.pager == "B")
    #expect(configuration.defaults.serverEmail.value == "pbx\r...")
    #expect(configuration.mailboxes.count == 1)
    for line in [2, 4] { #expect(configuration.has(.ignoredLine, line: line)) }
  }

  @Test func `line ends of Windows are no carriage returns within a line`() {
    let configuration = readConfig(
      "[general]\r\nserveremail=pbx\r\n[default]\r\n1001 => 7391,Ann,ann@example.com\r\n")
    #expect(configuration.mailbox("1001@default")?.emailField == "ann@example.com")
    #expect(!configuration.has(.ignoredLine))
  }
}
