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
    from textmine.codebook.codebook import (
        Attribute,
        Change,
        Code,
        Codebook,
        Dimension,
        Product,
        Rule,
        code_with_name,
    )
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
    from textmine.codebook.rules import Broken, broken_rules, derived_codes, rule_sentence
    from textmine.codebook.scaffold import copied_codebook, new_codebook, write_new_codebook
    from textmine.codebook.versions import current_code, newest_codebook, replace_version
else:
    __getattr__, __all__ = lazily(__name__)
