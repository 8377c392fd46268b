package import VmscanModel

extension EmailGrade {
  /// The grade in words for a table.
  package var title: String {
    switch self {
    case .delivered: "delivered"
    case .handedOver: "handed over"
    case .inferred: "inferred"
    case .failed: "failed"
    case .absent: "absent"
    case .noticeOnly: "notice only"
    case .none: "none"
    }
  }

  /// What the grade says about a message, for a reader who has never seen a PBX.
  package var meaning: String {
    switch self {
    case .delivered: "a mail server accepted the recording for every recipient"
    case .handedOver: "given to the mail system; no final word on delivery yet"
    case .inferred: "the settings called for an e-mail with the recording; no log covers the time"
    case .failed: "the e-mail bounced, expired or was refused for at least one recipient"
    case .absent: "a log covers the time and shows no e-mail"
    case .noticeOnly: "e-mailed without the recording"
    case .none: "nothing says that an e-mail was due"
    }
  }
}
