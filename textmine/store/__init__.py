"""Where things lie on disk: workspaces, whole-or-nothing writes, manifests, hashes."""

from typing import TYPE_CHECKING

from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.store.atomic import refuse_same_file
    from textmine.store.engines import sqlite_file
    from textmine.store.hashing import sha256_of_file, sha256_of_json, sha256_of_text
    from textmine.store.history import Change, Part, change_folder, changes
    from textmine.store.kept import bytes_in
    from textmine.store.manifest import (
        MANIFEST,
        Manifest,
        open_manifest,
        read_manifest,
        write_manifest,
    )
    from textmine.store.opened import damage_told
    from textmine.store.shipped import shipped_folder
    from textmine.store.tables import write_table
    from textmine.store.whole import replacing_file
    from textmine.store.workspace import SETTINGS, Workspace, find_workspace, init_workspace
else:
    __getattr__, __all__ = lazily(__name__)
