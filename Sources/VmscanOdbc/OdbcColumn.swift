import COdbc
package import VmscanModel

/// A column as the driver describes it.
package struct OdbcColumn: Sendable {
  package var name: ByteText
  /// `SQL_…` type code.
  package var type: Int16
  /// Characters or digits.
  package var size: Int

  package var isInteger: Bool {
    [CODBC_INTEGER, CODBC_SMALLINT, CODBC_BIGINT, CODBC_TINYINT].contains { Int16($0) == type }
  }

  /// Text that is filled with blanks.
  package var isFixedText: Bool {
    [CODBC_CHAR, CODBC_WIDE_CHAR].contains { Int16($0) == type }
  }

  /// Text that is stored without padding.
  package var isVaryingText: Bool {
    [CODBC_VARCHAR, CODBC_LONG_VARCHAR, CODBC_WIDE_VARCHAR, CODBC_WIDE_LONG_VARCHAR]
      .contains { Int16($0) == type }
  }
}
