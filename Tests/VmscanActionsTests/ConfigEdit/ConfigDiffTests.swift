import Testing

@testable import VmscanActions

struct ConfigDiffTests {
  @Test(arguments: [
    ("1001 => 7391,Ann,a@x.example\n", "1001 => ****,Ann,a@x.example"),
    ("1001 => 7391,Ann,a@x.example\r\n", "1001 => ****,Ann,a@x.example"),
    ("1201 => 7391,Q,q@x.example\r1202 => 9384,R,r@x.example\r", #"****,Q,q@x.example\x0D****"#),
    ("1201 => 7391\r1202 => 9384,R,r@x.example", #"1201 => ********"#),
    ("1201 => 7391,Q,q@x.example,,delete=yes\r1202 => 9384,R", #"delete=yes\x0D****"#),
  ])
  func `what follows a carriage return within a line is masked`(line: String, end: String) {
    let shown = ConfigDiff.masked(Array(line.utf8)[...])
    #expect(shown.hasSuffix(end), "\(shown)")
    for pin in ["7391", "9384"] { #expect(!shown.contains(pin)) }
  }
}
