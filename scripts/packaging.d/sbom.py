#!/usr/bin/env python3
"""Prints a CycloneDX 1.5 bill of materials from the packages that SwiftPM resolved.

usage: sbom.py VERSION EPOCH BINARY

Every component has the version and commit that Package.resolved pins, and libraries that the
binary loads are named by their soname. The serial number is made from the contents, so that the
same build gives the same file.
"""
import datetime
import hashlib
import json
import re
import subprocess
import sys
import uuid


def pins():
    with open("Package.resolved") as file:
        for pin in sorted(json.load(file)["pins"], key=lambda p: p["identity"]):
            state, place = pin["state"], re.sub(r"\.git$", "", pin["location"])
            version = state.get("version") or state["revision"]
            yield {
                "type": "library", "name": pin["identity"], "version": version,
                "scope": "required",
                "bom-ref": f"{pin['identity']}@{version}",
                "purl": f"pkg:swift/{place.split('://')[-1]}@{version}",
                "externalReferences": [{"type": "vcs", "url": place}],
                "properties": [{"name": "git:commit", "value": state["revision"]}],
            }


def libraries(binary):
    dump = subprocess.run(["objdump", "-p", binary], check=True, capture_output=True, text=True)
    for name in sorted(re.findall(r"^\s+NEEDED\s+(\S+)", dump.stdout, re.M)):
        yield {"type": "library", "name": name, "bom-ref": "system:" + name, "scope": "required"}


def runtime(compiler, loaded):
    """Swift's own libraries where they are linked in rather than loaded; versioned as the compiler."""
    if any(c["name"] == "libswiftCore.so" for c in loaded):
        return
    version = re.search(r"Swift version (\S+)", compiler)
    version = version.group(1) if version else "unknown"
    for name in ("swift", "swift-corelibs-foundation"):
        yield {
            "type": "library", "name": name, "version": version, "scope": "required",
            "bom-ref": f"{name}@{version}", "purl": f"pkg:swift/github.com/swiftlang/{name}@{version}",
        }


def main():
    version, epoch, binary = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    loaded = list(libraries(binary))
    components = list(pins()) + list(runtime(swift, loaded)) + loaded
    with open(binary, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    serial = uuid.uuid5(uuid.NAMESPACE_OID, digest + json.dumps(components, sort_keys=True))
    time = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc)
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application", "name": "vmscan", "version": version, "bom-ref": "vmscan",
                "hashes": [{"alg": "SHA-256", "content": digest}],
            },
            "properties": [{"name": "swift:compiler", "value": swift.split("\n")[0].strip()}],
        },
        "components": components,
        "dependencies": [{"ref": "vmscan", "dependsOn": [
            c["bom-ref"] for c in components if c["scope"] == "required"]}],
    }
    print(json.dumps(document, indent=2, sort_keys=True))


main()
