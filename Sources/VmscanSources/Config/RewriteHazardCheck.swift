import VmscanFormats
import VmscanModel

/// Finds layouts that Asterisk damages when somebody changes a PIN by phone
/// (`vm_change_password`, `ast_config_text_file_save2`).
struct RewriteHazardCheck {
  private let conf: LoadedConf
  private let origins: ConfigOrigins
  private(set) var notices: [ConfigNotice] = []

  init(_ conf: LoadedConf, _ origins: ConfigOrigins, execIncludes: Bool) {
    self.conf = conf
    self.origins = origins
    checkIncludes(execIncludes: execIncludes)
    for section in conf.visibleSections where !isOther(section) { check(section) }
  }

  private func isOther(_ section: ConfSection) -> Bool {
    section.isNamed("general") || section.isNamed("zonemessages")
  }

  private mutating func checkIncludes(execIncludes: Bool) {
    var reads: [[UInt8]: Int] = [:]
    for document in conf.documents { reads[document.path, default: 0] += 1 }
    for include in conf.includes {
      let origin = origins.origin(include.place)
      if include.kind == .exec {
        if !execIncludes { note(origin, "the #exec line is dropped") }
      } else if include.isPattern {
        note(origin, "the files of the pattern are appended to, so that old PINs come back")
      } else if let path = include.documents.first.map({ conf.documents[$0].path }),
        let count = reads.removeValue(forKey: path), count > 1
      {
        note(origin, "this file, which is included more than once, is saved under another name")
      }
    }
  }

  private mutating func check(_ section: ConfSection) {
    if let place = section.reopened.first(where: { $0.document != section.place.document }) {
      note(
        origins.origin(place),
        "the header (+) of an included file is not written back, so that its mailboxes may move to another context"
      )
    }
    if section.variables.contains(where: { $0.inheritedFrom != nil }) {
      note(
        origins.origin(section.place),
        "inherited mailboxes are written into this section, and the old PIN is back after a reload")
    }
    for variable in section.variables where variable.inheritedFrom == nil {
      if variable.traits.contains(.escapedName) {
        note(origins.origin(variable), "the name loses its backslash")
      }
      if variable.traits.contains(.appended) {
        note(origins.origin(variable), "its += lines are merged into it")
      }
    }
  }

  private mutating func note(_ origin: Origin, _ effect: Sentence) {
    notices.append(
      ConfigNotice(
        .rewriteHazard, at: origin, detail: "When a PIN is changed by phone, \(effect)."))
  }
}
