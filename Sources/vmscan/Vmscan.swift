import VmscanCommands

@main
enum Vmscan {
  static func main() {
    EntryPoint.main()
  }
}
