import VmscanFormats
import VmscanModel

/// Turns places of a load into origins, with one shared path per file.
struct ConfigOrigins {
  private let paths: [ByteText]

  init(_ conf: LoadedConf) { paths = conf.documents.map { ByteText(bytes: $0.path) } }

  func origin(_ place: ConfPlace) -> Origin {
    let document = Int(place.document)
    return Origin(
      file: paths.indices.contains(document) ? paths[document] : "", line: Int(place.line))
  }

  func origin(_ variable: ConfVariable) -> Origin { origin(variable.place) }
}
