"""How the documentation is built: `make docs` writes it to build/docs."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

from textmine import __version__  # noqa: E402  (found by the line above)

project = "textmine"
author = "The textmine authors"
copyright = "The textmine authors"
release = version = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "command_pages", "setting_pages"]
exclude_patterns = ["_ext", "**/files"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # a test runs the notebooks; their output is kept in them

autodoc_member_order = "bysource"
autodoc_default_options = {
    "exclude-members": "set_fit_request, set_score_request, set_transform_request, "
    "get_metadata_routing"
}
autodoc_typehints = "description"
autodoc_typehints_format = "short"

html_theme = "furo"
html_title = "textmine"
html_show_sphinx = False
html_copy_source = False
html_static_path: list[str] = []
html_theme_options = {
    # Output of commands is 100 characters wide.
    "light_css_variables": {"code-font-size": "0.72rem"},
    "dark_css_variables": {"code-font-size": "0.72rem"},
}
pygments_style = "default"
smartquotes = False  # which would make one dash of the two of an option
