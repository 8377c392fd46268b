import VmscanFormats
import VmscanModel

/// `users.conf`: one section feeds several drivers, with the defaults of `[general]`.
struct UsersFile {
  let file: CredentialFile?

  init(_ file: CredentialFile?) { self.file = file }

  var general: [ConfVariable] { file?.general ?? [] }

  /// The sections for users, in order.
  var sections: [ConfSection] {
    guard let file, file.isUsable else { return [] }
    return file.conf.visibleSections.filter { !$0.isNamed("general") }
  }

  /// Whether a section has a feature, such as `hassip`: its own word, else that of `[general]`.
  func has(_ feature: StaticString, _ section: ConfSection) -> Bool {
    (section.variables.last(feature) ?? general.last(feature))
      .map { AsteriskWords.isTrue($0.value) } ?? false
  }
}
