import Mustache
package import VmscanModel

extension HTMLReport {
  /// A table as one self-contained page, sortable where scripts run.
  package func list(_ list: ListReport, host: String, made: Timestamp) throws -> String {
    let heads: [[String: HTMLValue]] = list.heads.map {
      ["title": .text($0.title), "value": .text($0.value.words)]
    }
    let columns: [[String: HTMLValue]] = list.shown.map {
      ["title": .text(list.columns[$0].title ?? ""), "number": .flag(list.columns[$0].isNumber)]
    }
    let rows: [[String: HTMLValue]] = list.rows.map { row in
      let cells: [[String: HTMLValue]] = list.shown.map {
        ["value": .text(row[$0].words), "number": .flag(list.columns[$0].isNumber)]
      }
      return ["cells": .list(cells)]
    }
    let values: [String: HTMLValue] = [
      "style": .html(HTMLAssets.style), "script": .html(HTMLAssets.script),
      "policy": .text(HTMLAssets.policy), "title": .text(list.title), "host": .text(host),
      "made": .text(Wording.minute(made)), "heads": .list(heads), "columns": .list(columns),
      "rows": .list(rows), "any": .flag(!list.rows.isEmpty), "nothing": .text(list.nothing),
    ]
    return try MustacheTemplate(string: HTMLTemplate.list).render(HTMLValue.object(values))
  }
}
