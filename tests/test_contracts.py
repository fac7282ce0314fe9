"""The contracts of import-linter leave no room out."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_room_but_the_command_line_is_kept_from_typer_and_rich():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    (forbidden,) = (one for one in contracts if one["type"] == "forbidden")
    inside = (ROOT / "textmine").iterdir()
    rooms = {one.stem for one in inside if one.suffix == ".py" or (one / "__init__.py").exists()}
    named = {name.removeprefix("textmine.") for name in forbidden["source_modules"]}
    assert named == rooms - {"cli", "__init__"}
