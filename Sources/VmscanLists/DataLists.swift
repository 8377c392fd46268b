/// The embedded lists with their dates, as every report names them.
package enum DataLists {
  package static let all: [(name: String, date: String, entries: Int)] = [
    (CommonPINs.name, CommonPINs.date, CommonPINs.entries),
    (CommonPasswords.name, CommonPasswords.date, CommonPasswords.entries),
    (DisposableDomains.name, DisposableDomains.date, DisposableDomains.entries),
    (PersonalDomains.name, PersonalDomains.date, PersonalDomains.entries),
    (PublicSuffixList.name, PublicSuffixList.date, PublicSuffixList.entries),
  ]
}
