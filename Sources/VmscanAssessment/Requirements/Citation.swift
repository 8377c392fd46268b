/// A place in a law, standard or guide that a rule answers to.
package struct Citation: Sendable, Hashable {
  /// Number of the requirement in `RequirementCatalog`.
  package var requirement: Int
  /// The place as it is usually cited, such as `HIPAA 164.312(e)`.
  package var text: String

  private init(_ requirement: Int, _ text: String) {
    self.requirement = requirement
    self.text = text
  }
}

extension Citation {
  static let gdprStorage = Citation(1, "GDPR Art. 5(1)(e)")
  static let cnilRecordings = Citation(2, "CNIL recorded work calls")
  static let hipaaIdentification = Citation(3, "HIPAA 164.312(a)(2)(i)")
  static let hipaaAudit = Citation(4, "HIPAA 164.312(b)")
  static let hipaaAuthentication = Citation(5, "HIPAA 164.312(d)")
  static let hipaaTransmission = Citation(5, "HIPAA 164.312(e)")
  static let hipaaDisposal = Citation(6, "HIPAA 164.310(d)(2)(i)")
  static let pciAudio = Citation(8, "PCI DSS 3.3.1")
  static let disaForwarding = Citation(9, "DISA V-228356")
  static let disaForwardingPlan = Citation(9, "DISA V-228377")
  static let disaUnifiedMail = Citation(10, "DISA V-19444")
  static let disaIdle = Citation(12, "DISA Voice Session Management SRG")
  static let nistVerifiers = Citation(14, "NIST SP 800-63B 5.1.1")
  static let nistVoice = Citation(15, "NIST SP 800-171 3.13.14")
  static let nistFlow = Citation(15, "NIST SP 800-171 3.1.3")
  static let nistRetention = Citation(16, "NIST SP 800-53 SI-12")
  static let nistSanitization = Citation(16, "NIST SP 800-53 MP-6")
  static let nistDormant = Citation(16, "NIST SP 800-53 AC-2(3)")
  static let fccVoicemail = Citation(17, "FCC voicemail hacking guide")
  static let cjisDefaults = Citation(18, "CJIS 5.10.1.3")
  static let syscRecords = Citation(19, "FCA SYSC 10A")
  static let secRecords = Citation(20, "SEC 17a-4")
  static let naraMessages = Citation(21, "NARA Bulletin 2015-02")
  static let preservation = Citation(22, "FRCP 37(e)")
  static let stagedSchedule = Citation(23, "UAA voicemail retention")
  static let cisProcess = Citation(24, "CIS 3.1")
  static let cisRetention = Citation(24, "CIS 3.4")
  static let cisDisposal = Citation(24, "CIS 3.5")
  static let cisPasswords = Citation(24, "CIS 5.2")
  static let cisDormant = Citation(24, "CIS 5.3")
  static let isoDeletion = Citation(25, "ISO/IEC 27001 A.8.10")
  static let isoRecords = Citation(25, "ISO/IEC 27001 A.5.33")
  static let stigPINLength = Citation(26, "DISA VTC policy")
  static let disaRegistration = Citation(12, "DISA V-259988")
  static let disaEndpoints = Citation(12, "DISA V-260027")
  static let disaTrunks = Citation(12, "DISA V-260028")
  static let disaIdleDevices = Citation(12, "DISA V-259987")
  static let disaWeb = Citation(12, "DISA V-259995")
  static let disaStoredPasswords = Citation(12, "DISA V-260045")
  static let disaTLS = Citation(12, "DISA V-260046")
  static let nistDevices = Citation(27, "NIST SP 800-53 IA-3")
  static let nistAuthenticators = Citation(27, "NIST SP 800-53 IA-5")
  static let nistAccess = Citation(27, "NIST SP 800-53 AC-3")
  static let nistLeastPrivilege = Citation(27, "NIST SP 800-53 AC-6")
  static let nistRemoteAccess = Citation(27, "NIST SP 800-53 AC-17")
  static let nistConfidentiality = Citation(27, "NIST SP 800-53 SC-8")
  static let nistLeastFunction = Citation(27, "NIST SP 800-53 CM-7")
  static let cisDefaults = Citation(24, "CIS 4.7")
  static let pciDefaults = Citation(28, "PCI DSS 2.2.2")
  static let pciPasswords = Citation(28, "PCI DSS 8.3.6")
  static let pciSystemAccounts = Citation(28, "PCI DSS 8.6.3")
}
