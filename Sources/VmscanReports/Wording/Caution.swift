/// The sentence printed with every report.
package enum Caution {
  package static let text =
    "This report shows facts and gaps found by a scan. Laws and standards put duties on the"
    + " organisation; a scan does not certify that they are met."
}
