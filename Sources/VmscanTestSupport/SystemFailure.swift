import Glibc

/// A system call of a test's preparation that did not work.
package struct SystemFailure: Error, CustomStringConvertible {
  package let call: String
  package let object: String
  package let number: CInt

  package init(_ call: String, _ object: some CustomStringConvertible, number: CInt = errno) {
    self.call = call
    self.object = object.description
    self.number = number
  }

  package var description: String { "\(call) '\(object)': \(String(cString: strerror(number)))" }
}
