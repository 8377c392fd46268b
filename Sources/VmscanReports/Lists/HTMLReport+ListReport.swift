import Mustache
package import VmscanModel

extension HTMLReport {
  /// Tables as one self-contained page, sortable where scripts run; the first one has the title.
  package func list(
    _ list: ListReport, more: [ListReport] = [], host: String, made: Timestamp
  ) throws -> String {
    let heads: [[String: HTMLValue]] = list.heads.filter { $0.value != .empty }.map {
      ["title": .text($0.title), "value": .text($0.value.words)]
    }
    let values: [String: HTMLValue] = [
      "style": .html(HTMLAssets.style), "script": .html(HTMLAssets.script),
      "policy": .text(HTMLAssets.policy), "title": .text(list.title), "host": .text(host),
      "made": .text(Wording.minute(made)), "heads": .list(heads),
      "tables": .list([table(list, isFirst: true)] + more.map { table($0, isFirst: false) }),
    ]
    return try MustacheTemplate(string: HTMLTemplate.list).render(HTMLValue.object(values))
  }

  private func table(_ list: ListReport, isFirst: Bool) -> [String: HTMLValue] {
    let columns: [[String: HTMLValue]] = list.shown.map {
      ["head": .text(list.columns[$0].title ?? ""), "number": .flag(list.columns[$0].isNumber)]
    }
    let rows: [[String: HTMLValue]] = list.rows.map { row in
      let cells: [[String: HTMLValue]] = list.shown.map {
        ["value": .text(row[$0].words), "number": .flag(list.columns[$0].isNumber)]
      }
      return ["cells": .list(cells)]
    }
    return [
      "isMore": .flag(!isFirst), "name": .text(list.title), "columns": .list(columns),
      "rows": .list(rows), "any": .flag(!list.rows.isEmpty), "nothing": .text(list.nothing),
    ]
  }
}
