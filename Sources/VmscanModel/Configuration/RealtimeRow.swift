/// The row that a realtime mailbox is, as far as a statement that changes it needs it.
package final class RealtimeRow: Sendable {
  /// Which way of writing a value the database understands.
  package enum Dialect: Sendable { case postgres, mariadb }

  package struct Field: Sendable, Hashable {
    /// As the database spells it.
    package var name: ByteText
    /// `nil` for NULL.
    package var value: ByteText?
    package var isNumber: Bool

    package init(name: ByteText, value: ByteText?, isNumber: Bool) {
      self.name = name
      self.value = value
      self.isNumber = isNumber
    }
  }

  /// The table as Asterisk writes it into its statements.
  package let table: ByteText
  package let dialect: Dialect
  /// In the order of the table.
  package let fields: [Field]
  /// No other row is of this mailbox, however its name is spelled.
  package let isAlone: Bool

  package init(table: ByteText, dialect: Dialect, fields: [Field], isAlone: Bool) {
    self.table = table
    self.dialect = dialect
    self.fields = fields
    self.isAlone = isAlone
  }
}
