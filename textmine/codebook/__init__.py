"""Codebooks: dimensions, codes and cells; the built-in ones and those of a workspace."""

from typing import TYPE_CHECKING

from textmine.codebook.outline import outline  # its module has the same name
from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.codebook.changes import (
        add_code,
        move_code,
        redefine_code,
        rename_code,
        retire_code,
    )
    from textmine.codebook.code_history import CodeNow, current_code
    from textmine.codebook.codebook import (
        Attribute,
        Change,
        Code,
        Codebook,
        Dimension,
        Product,
        Rule,
    )
    from textmine.codebook.derive import derived_codes
    from textmine.codebook.diff import Difference, diff_codebooks
    from textmine.codebook.files import (
        Listed,
        codebook_toml,
        find_codebook,
        list_codebooks,
        read_codebook,
        remove_codebook,
        save_codebook,
    )
    from textmine.codebook.merging import merge_codes, split_code
    from textmine.codebook.outline import how_to_answer, outline
    from textmine.codebook.rules import Broken, broken_rules, rule_sentence
    from textmine.codebook.scaffold import copied_codebook, new_codebook, write_new_codebook
    from textmine.codebook.versions import newest_codebook, replace_version
else:
    __getattr__ = lazily(
        __name__,
        {
            "code_history": "CodeNow current_code",
            "changes": "add_code move_code redefine_code rename_code retire_code",
            "merging": "merge_codes split_code",
            "codebook": "Attribute Change Code Codebook Dimension Product Rule",
            "derive": "derived_codes",
            "diff": "Difference diff_codebooks",
            "files": "Listed codebook_toml find_codebook list_codebooks "
            "read_codebook remove_codebook save_codebook",
            "outline": "how_to_answer outline",
            "rules": "Broken broken_rules rule_sentence",
            "scaffold": "copied_codebook new_codebook write_new_codebook",
            "versions": "newest_codebook replace_version",
        },
    )

__all__ = [
    "Attribute",
    "Broken",
    "Change",
    "Code",
    "CodeNow",
    "Codebook",
    "Difference",
    "Dimension",
    "Listed",
    "Product",
    "Rule",
    "add_code",
    "broken_rules",
    "codebook_toml",
    "copied_codebook",
    "current_code",
    "derived_codes",
    "diff_codebooks",
    "find_codebook",
    "how_to_answer",
    "list_codebooks",
    "merge_codes",
    "move_code",
    "new_codebook",
    "newest_codebook",
    "outline",
    "read_codebook",
    "redefine_code",
    "remove_codebook",
    "rename_code",
    "replace_version",
    "retire_code",
    "rule_sentence",
    "save_codebook",
    "split_code",
    "write_new_codebook",
]
