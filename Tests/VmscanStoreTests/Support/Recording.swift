import Glibc

/// Whether stored databases are to be written anew.
let isRecording = getenv("RECORD_DATABASES") != nil
