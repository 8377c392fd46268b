/// What the rules on lost mail share.
enum LostMailJudgement {
  static let citations: [Citation] = [
    .syscRecords, .secRecords, .preservation, .isoRecords, .cisProcess,
  ]
}
