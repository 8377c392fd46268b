extension TextReport {
  /// A table with what is known of the whole above it.
  package func list(_ list: ListReport) -> String {
    var page = page
    let heads = list.heads.filter { $0.value != .empty }
    for head in heads { page.paragraph("\(head.title): \(head.value.words)", indent: 2) }
    if !heads.isEmpty { page.blank() }
    guard !list.rows.isEmpty else {
      page.paragraph(list.nothing)
      return page.text
    }
    var table = Table(
      list.shown.map { index in
        let column = list.columns[index]
        return Table.Column(
          column.title ?? "", column.isNumber ? .right : .left,
          wraps: list.rows.contains { $0[index].isProse })
      })
    for row in list.rows { table.add(list.shown.map { row[$0].words }) }
    page.table(table)
    return page.text
  }
}
