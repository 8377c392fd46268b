extension RequirementCatalog {
  static let privacy: [Requirement] = [
    Requirement(
      1, "GDPR and UK GDPR Art. 5(1)(e)",
      asks:
        "Personal data is kept no longer than necessary; periods are written down and reviewed.",
      reported: "Age histogram, oldest message and messages beyond the policy, per mailbox.",
      at: "https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/"
        + "data-protection-principles/a-guide-to-the-data-protection-principles/storage-limitation"),
    Requirement(
      2, "CNIL rules for recorded work calls",
      asks: "Recordings of work calls are kept six months at most; voicemail is analogous.",
      reported: "Messages beyond the policy; a policy of six months shows them.",
      at: "https://telnowedge.com/node/35"),
  ]

  static let health: [Requirement] = [
    Requirement(
      3, "HIPAA 45 CFR 164.312(a)(2)(i)", asks: "Every user is identified uniquely.",
      reported: "Mailboxes without PIN, PINs and addresses shared by several mailboxes.",
      at: hipaaAddress),
    Requirement(
      4, "HIPAA 45 CFR 164.312(b)", asks: "Activity is recorded and can be examined.",
      reported: "History of every run and every removal; what could not be read.",
      at: hipaaAddress),
    Requirement(
      5, "HIPAA 45 CFR 164.312(d) and (e)",
      asks: "Persons are authenticated and transmission of digital voice is safeguarded.",
      reported: "PIN strength; mailboxes that mail audio or notices to outside domains.",
      at: hipaaAddress),
    Requirement(
      6, "HIPAA 45 CFR 164.310(d)(2)(i)", asks: "Data is disposed of, wherever it lies.",
      reported: "Orphans, leftover recordings, mail files and the Deleted folder."),
    Requirement(
      7, "HIPAA 45 CFR 164.316(b)(2)(i)", asks: "Documentation is kept for six years.",
      reported: "Age of the history database, which is kept apart from messages."),
  ]

  static let sectors: [Requirement] = [
    Requirement(
      8, "PCI DSS 4 requirement 3.3.1",
      asks: "Card verification data is not kept after authorisation, in audio files neither.",
      reported: "Retained audio, its age, and where copies of it lie.",
      at: "https://www.pcisecuritystandards.org/faq/articles/Frequently_Asked_Question/"
        + "Are-audio-voice-recordings-permitted-to-contain-sensitive-authentication-data"),
    Requirement(
      9, "DISA Exchange 2016 Mailbox STIG",
      asks: "Automatic forwarding to remote domains is restricted and listed in a plan.",
      reported: "External and personal destinations, less approved ones, and their changes."),
    Requirement(
      10, "DISA Voice and Video over IP STIG",
      asks: "Unified mail reached by number and PIN alone counts as weak.",
      reported: "Mailboxes with e-mail delivery; length and strength of PINs."),
    Requirement(
      11, "DISA Voice/Video Services Policy STIG",
      asks: "Voicemail servers follow the general guides and use TLS for web settings.",
      reported: "Nothing: out of reach for a reader of files."),
    Requirement(
      12, "DISA Enterprise Voice Session Management SRG",
      asks: """
        Endpoints and trunks are unique and authenticated, accounts idle for 35 days disabled, \
        passwords stored as digests, web access by TLS 1.2 or newer.
        """,
      reported: """
        Devices and trunks that are open or guessable, devices and mailboxes without use, files with \
        passwords that others can read, logins served in clear; PINs stored in plain text.
        """),
    Requirement(
      13, "NIST SP 800-58 and SP 800-24",
      asks: "General hygiene of telephone systems and mailboxes.",
      reported: "Background to the whole report."),
    Requirement(
      19, "FCA SYSC 10A", asks: "Relevant communications are kept for five years or more.",
      reported: "Messages that are deleted once mailed, and messages lost.",
      at: "https://www.grip.globalrelay.com/rules/fca-sysc-10-a/"),
    Requirement(
      20, "SEC 17a-4 and FINRA",
      asks: "Broker-dealer communications are kept for years, unaltered.",
      reported: "Messages that are deleted once mailed, messages lost or altered."),
    Requirement(
      21, "NARA Bulletins 2015-02 and 2023-02",
      asks: "Voice messages may be federal records; personal accounts need an official copy.",
      reported: "Personal destinations of federal mailboxes.",
      at: "https://www.archives.gov/records-mgmt/bulletins/2015/2015-02.html"),
    Requirement(
      22, "FRCP 37(e)", asks: "Routine deletion stops when litigation is expected.",
      reported: "Messages that Asterisk itself deletes or loses.",
      at: "https://law.com/insidecounsel/2013/01/29/"
        + "e-discovery-managing-the-duty-to-preserve-voicemail"),
    Requirement(
      23, "University and state schedules",
      asks: "Clocks differ for unheard, saved and deleted messages.",
      reported: "Ages and limits per kind of folder.",
      at: "https://www.uaa.alaska.edu/about/administrative-services/departments/"
        + "information-technology-services/getting-help/knowledge-base/"
        + "voicemail-retention-policy.cshtml"),
  ]

  static let guides: [Requirement] = [
    Requirement(
      14, "NIST SP 800-63B 5.1.1",
      asks: "Secrets have a minimum length, are checked against a list, and guessing is slowed.",
      reported: "PIN length, common PINs, the number of attempts per call; never age alone."),
    Requirement(
      15, "NIST SP 800-171 3.13.14, 3.1.3 and 3.13.1",
      asks: "Voice over IP is controlled, and so is the flow of protected information.",
      reported: "Destinations by class."),
    Requirement(
      16, "NIST SP 800-53 SI-12, MP-6, AC-4, AC-2(3)",
      asks: "Retention, sanitisation, flow control, and unused accounts.",
      reported: "Messages beyond the policy, leftovers, destinations, dormant mailboxes."),
    Requirement(
      17, "FCC guide on voicemail hacking",
      asks: "Change default PINs; six digits or more, no runs, dates or phone numbers.",
      reported: "PIN rules, mailboxes without greeting, notification destinations.",
      at: "https://www.fcc.gov/consumers/guides/voicemail-hacking"),
    Requirement(
      18, "CJIS Security Policy 5.10.1.3", asks: "Default passwords of voice systems are changed.",
      reported: "PINs that equal the mailbox number, and boxes never set up."),
    Requirement(
      24, "CIS Controls v8 3.1, 3.4, 3.5, 4.7, 5.2, 5.3",
      asks: "A data process, retention, disposal, unique passwords, no dormant accounts.",
      reported: "Retention, leftovers, shared PINs and passwords, dormant mailboxes and devices."),
    Requirement(
      25, "ISO/IEC 27001:2022 A.8.10 and A.5.33",
      asks: "Information is deleted when no longer required; records are protected.",
      reported: "Messages beyond the policy, leftovers, damaged and lost messages."),
    Requirement(
      26, "DISA video teleconference policy", asks: "PINs of six digits locally, nine remotely.",
      reported: "PINs shorter than the minimum; set it to nine for the strict form."),
    Requirement(
      27, "NIST SP 800-53 IA-3, IA-5, AC-3, AC-6, AC-17, CM-7, SC-8",
      asks: "Devices and accounts authenticate, with no more rights and services than needed.",
      reported: "Devices, accounts and services that are open, guessable or reachable in clear."),
    Requirement(
      28, "PCI DSS 4 requirements 2.2.2, 8.3.6 and 8.6.3",
      asks: "Vendor defaults are changed; passwords are long, and changed by risk.",
      reported: "Common, sample and short passwords of devices and accounts; never which."),
  ]

  private static let hipaaAddress =
    "https://www.govinfo.gov/content/pkg/CFR-2019-title45-vol2/xml/"
    + "CFR-2019-title45-vol2-sec164-312.xml"
}
