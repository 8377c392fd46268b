import VmscanFormats
import VmscanModel

extension LogLine.Dialect {
  var source: MailRecord.Source {
    switch self {
    case .postfix: .postfix
    case .sendmail: .sendmail
    case .exim: .exim
    case .msmtp: .msmtp
    case .nullmailer: .nullmailer
    case .opensmtpd: .opensmtpd
    case .dma: .dma
    case .courier: .courier
    case .chasquid: .chasquid
    case .mailScanner: .postfix
    case .dovecot: .dovecot
    }
  }
}
