import Testing
import VmscanModel

struct FolderTests {
  @Test func `the twelve folders have Asterisk's names in its order`() {
    #expect(
      Folder.allCases.map(\.name) == [
        "INBOX", "Old", "Work", "Family", "Friends", "Cust1", "Cust2", "Cust3", "Cust4", "Cust5",
        "Deleted", "Urgent",
      ])
  }

  @Test(arguments: Folder.allCases)
  func `a directory is a folder by its exact name only`(folder: Folder) {
    #expect(Folder(directoryName: folder.name.utf8) == folder)
    #expect(Folder(directoryName: folder.name.lowercased().utf8) == nil)
    #expect(Folder(directoryName: (folder.name + " ").utf8) == nil)
    #expect(Folder(parsing: folder.name.uppercased()) == folder)
  }

  @Test func `only INBOX and Urgent are unheard`() {
    #expect(Folder.allCases.filter(\.isUnheard) == [.inbox, .urgent])
  }

  @Test func `problem names are distinct and cover every bit`() {
    #expect(Set(MessageProblems.named.map(\.name)).count == MessageProblems.named.count)
    for (bit, named) in MessageProblems.named.enumerated() {
      #expect(named.problem.rawValue == 1 << bit)
      #expect(named.problem.names == [named.name])
    }
  }
}
