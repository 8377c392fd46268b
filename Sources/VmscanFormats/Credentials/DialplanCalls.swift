extension DialplanStep {
  /// The application of the step and those that it runs in turn, outermost first:
  /// `ExecIf(…?DISA(…):Authenticate(…))`, `ExecIfTime`, `TryExec` and `Exec` (app_exec.c, pbx_builtins.c).
  package var calls: [DialplanStep] { [self] + inner.flatMap(\.calls) }

  private var inner: [DialplanStep] {
    if isCall(of: "TryExec") || isCall(of: "Exec") { return [call(data[...])] }
    let (isConditional, isTimed) = (isCall(of: "ExecIf"), isCall(of: "ExecIfTime"))
    guard isConditional || isTimed else { return [] }
    let mark = Self.first("?", in: data[...])
    if isConditional, let comma = Self.first(",", in: data[...]), comma < mark ?? data.endIndex {
      return [oldCall(data[(comma + 1)...])]
    }
    guard let mark else { return [] }
    let rest = data[(mark + 1)...]
    guard isConditional, let colon = Self.first(":", in: rest) else { return [call(rest)] }
    return [call(rest[..<colon]), call(rest[(colon + 1)...])]
  }

  /// The same step as a call of an application, `DISA(1234,inside)`; one with a blank before it or
  /// behind it is found by none of them.
  private func call(_ text: ArraySlice<UInt8>) -> DialplanStep {
    var step = self
    (step.application, step.data) = Self.parts(text)
    return step
  }

  /// `ExecIf(condition,DISA,1234,inside)`, a form that is outdated and still works.
  private func oldCall(_ text: ArraySlice<UInt8>) -> DialplanStep {
    var step = self
    let comma = Self.first(",", in: text) ?? text.endIndex
    step.application = Array(text[..<comma])
    step.data = Array(text[comma...].dropFirst())
    return step
  }

  /// The name of an application and what stands between its outermost parentheses.
  static func parts(_ call: ArraySlice<UInt8>) -> (application: [UInt8], data: [UInt8]) {
    let open = call.firstIndex(of: UInt8(ascii: "(")) ?? call.endIndex
    var inner = call[open...].dropFirst()
    if let close = inner.lastIndex(of: UInt8(ascii: ")")) { inner = inner[..<close] }
    return (Array(call[..<open]), Array(inner))
  }

  /// Where a mark stands outside of brackets and quotes for the first time (`ast_app_separate_args`);
  /// the braces of a variable are gone before Asterisk looks.
  private static func first(_ mark: Unicode.Scalar, in text: ArraySlice<UInt8>) -> Int? {
    var (round, square, curly) = (0, 0, 0)
    var (isQuoted, isEscaped) = (false, false)
    for index in text.indices {
      if isEscaped {
        isEscaped = false
        continue
      }
      switch text[index] {
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "("): round += 1
      case UInt8(ascii: ")"): round = max(0, round - 1)
      case UInt8(ascii: "["): square += 1
      case UInt8(ascii: "]"): square = max(0, square - 1)
      case UInt8(ascii: "{"): curly += 1
      case UInt8(ascii: "}"): curly = max(0, curly - 1)
      case UInt8(ascii: mark) where round + square + curly == 0 && !isQuoted: return index
      default: break
      }
    }
    return nil
  }
}
