from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import textmine as tm

HEAVY = ("numpy", "pandas", "sklearn", "spacy", "scipy", "pyarrow", "pydantic", "typer", "gensim")


def test_importing_loads_nothing_heavy_and_takes_no_time():
    script = (
        "import sys, time; begin = time.process_time(); import textmine\n"
        f"print(time.process_time() - begin, *(name for name in {HEAVY} if name in sys.modules))"
    )
    ran = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    assert [one.stdout.split()[1:] for one in ran] == [[], [], []]
    assert min(float(one.stdout.split()[0]) for one in ran) < 0.05


@pytest.mark.parametrize("name", tm.__all__)
def test_every_name_is_there_and_says_what_it_is(name):
    found = getattr(tm, name)
    assert found.__name__ == name
    assert found.__doc__
    assert name in dir(tm)


def test_names_stay_what_they_are_when_rooms_are_imported():

    assert callable(tm.run_benchmark)
    assert not {"benchmark", "report"} & set(tm.__all__)


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        tm.reed  # noqa: B018


def test_types_are_published():
    assert (Path(tm.__file__).parent / "py.typed").is_file()
