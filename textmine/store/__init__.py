"""Where things lie on disk: workspaces, whole-or-nothing writes, manifests, hashes."""

from textmine.store.atomic import refuse_same_file
from textmine.store.hashing import sha256_of_file, sha256_of_json, sha256_of_text
from textmine.store.manifest import Manifest, read_manifest, write_manifest
from textmine.store.shipped import shipped_folder
from textmine.store.whole import replacing_file
from textmine.store.workspace import Workspace, find_workspace, init_workspace
