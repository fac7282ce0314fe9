"""The alternative annotator test: known answers, small samples, and the authors' published data.

The data of Calderon, Reichart and Dror (2025) have no licence and are not in this repository. To
check their figures, let TEXTMINE_ALTTEST name a copy of the `data` folder of their repository.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from scipy import stats as scipy_stats

from textmine.errors import InputError
from textmine.stats.systems.alt_test import alt_test
from textmine.stats.systems.one_sided_tests import sign_flip_p, t_test_p

# The printed omega and rho, by task: epsilon, alignment, and what each model scored.
PUBLISHED = {
    "framing": (
        0.15,
        "accuracy",
        {
            "gpt-4o": (1.0, 0.9179),
            "gemini_pro": (1.0, 0.9062),
            "gpt-4o-mini": (1.0, 0.8724),
            "gemini_flash": (1.0, 0.8336),
            "llama-31": (0.5, 0.8015),
            "mistral": (0.25, 0.7991),
        },
    ),
    "wax": (
        0.1,
        "accuracy",
        {
            "gemini_flash": (0.375, 0.6923),
            "gemini_pro": (0.5, 0.7371),
            "gpt-4o": (0.5, 0.7300),
            "llama-31": (0.0, 0.5730),
            "gpt-4o-mini": (0.0, 0.5945),
            "mistral": (0.0, 0.4977),
        },
    ),
    "lgbteen": (
        0.2,
        "accuracy",
        {
            "gpt-4o": (0.75, 0.7724),
            "gpt-4o-mini": (0.75, 0.7556),
            "gemini_flash": (0.25, 0.7148),
        },
    ),
    "cebab_stars": (0.1, "rmse", {"gpt-4o": (0.9, 0.8986)}),
    "lesion": (0.15, "rmse", {"gemini_pro": (1.0, 0.8098)}),
    "10k_prompts": (0.15, "rmse", {"gpt-4o-mini": (0.9231, 0.7968)}),
}

# The output of the authors' notebook (alt_test_example.ipynb), to two places: omega and rho of
# each model, a dash where there is none.
MODELS = ("gemini_flash", "gemini_pro", "gpt-4o", "llama-31", "gpt-4o-mini", "mistral-v03")
PRINTED = """
wax           .1  accuracy .38 .69  .50 .74  .50 .73  .00 .57  .00 .59  .00 .50
lgbteen       .2  accuracy .25 .71  .00 .67  .75 .77  .00 .72  .75 .76  .25 .75
mtbench       .2  accuracy .00 .72  .00 .76  .00 .77  .00 .69  .00 .74  .00 .68
framing       .15 accuracy 1.0 .83  1.0 .91  1.0 .92  .50 .80  1.0 .87  .25 .80
cebab_aspects .1  accuracy .70 .91  .90 .94  .90 .93  .60 .89  .50 .90  .10 .81
summeval      .2  rmse     .00 .46  .00 .44  .00 .48  .00 .58  .00 .54  .00 .62
10k_prompts   .15 rmse     .31 .67  .08 .63  .69 .76  .15 .67  .92 .80  .15 .67
cebab_stars   .1  rmse     .60 .82  .80 .87  .90 .90  .60 .85  .90 .89  .50 .83
lesion        .15 rmse     .17 .71  1.0 .81  .00 .62  -   -    .67 .73  -   -
"""


def noisy(n=60, shares=(0.9, 0.9, 0.9), system=0.9, seed=0):
    """Return codes of coders, and of a system, that are right in these shares of the units."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, n)
    drawn = [
        np.where(rng.random(n) < share, truth, rng.integers(0, 4, n)) for share in (*shares, system)
    ]
    return np.column_stack(drawn[:-1]), drawn[-1]


def by_definition(codes, system, coder, values=None):
    """Return the differences in wins of one coder, unit by unit, as the paper writes them."""
    differences, wins = [], []
    for row, guess in zip(codes, system, strict=True):
        others = [code for k, code in enumerate(row) if k != coder and code >= 0]
        if row[coder] < 0 or guess < 0 or not others:
            continue
        if values is None:
            near = [np.mean([x == other for other in others]) for x in (guess, row[coder])]
        else:
            near = [
                -np.sqrt(np.mean([(values[x] - values[other]) ** 2 for other in others]))
                for x in (guess, row[coder])
            ]
        differences.append(int(near[1] >= near[0]) - int(near[0] >= near[1]))
        wins.append(near[0] >= near[1])
    return np.array(differences), float(np.mean(wins))


@pytest.mark.parametrize("alignment", ["accuracy", "rmse"])
@pytest.mark.parametrize("seed", range(4))
def test_figures_are_those_of_the_definition(seed, alignment):
    codes, system = noisy(80, (0.9, 0.7, 0.5, 0.8), 0.8, seed)
    codes[np.random.default_rng(seed).random(codes.shape) < 0.2] = -1
    system[:5] = -1
    values = None if alignment == "accuracy" else [1, 2, 4, 8]
    result = alt_test(codes, system, 4, epsilon=0.1, alignment=alignment, values=values)
    shares = []
    for coder, one in enumerate(result.coders):
        d, share = by_definition(codes, system, coder, values)
        assert one.n == d.size
        assert one.test == "t"
        assert one.p == pytest.approx(scipy_stats.ttest_1samp(d, 0.1, alternative="less").pvalue)
        assert one.system_wins == pytest.approx(share)
        shares.append(share)
    assert result.advantage_probability == pytest.approx(np.mean(shares))
    # Rejection by the rule as it stands in the paper.
    p = np.sort([one.p for one in result.coders])
    harmonic = sum(1 / k for k in range(1, 5))
    fits = [k for k in range(1, 5) if p[k - 1] <= k / 4 * 0.05 / harmonic]
    assert result.winning_rate == max(fits, default=0) / 4
    assert result.passed == (result.winning_rate >= 0.5)


def test_a_good_system_passes_and_a_poor_one_does_not():
    codes, good = noisy(200, system=0.95)
    poor = noisy(200, system=0.2)[1]
    assert alt_test(codes, good, 4, epsilon=0.15).winning_rate == 1
    result = alt_test(codes, poor, 4, epsilon=0.15)
    assert (result.winning_rate, result.passed) == (0, False)


def test_a_copy_of_a_coder_ties_with_that_coder_on_every_unit():
    """Property 9 of the facts, section 8: d is 0, so p depends on epsilon only."""
    codes, _ = noisy(60, (0.9, 0.8, 0.7))
    copy = alt_test(codes, codes[:, 1], 4, epsilon=0.1).coders[1]
    assert (copy.system_wins, copy.human_wins, copy.p) == (1, 1, 0)
    assert alt_test(codes, codes[:, 1], 4, epsilon=0).coders[1].p == 1
    few = alt_test(codes[:20], codes[:20, 1], 4, epsilon=0.1).coders[1]
    assert few.p == pytest.approx(2.0**-20)


def test_all_differences_equal_have_no_deviation():
    codes = np.zeros((40, 3), dtype=int)
    worse = alt_test(codes, np.ones(40, dtype=int), 2, epsilon=0.2)
    assert [one.p for one in worse.coders] == [1, 1, 1]
    assert (worse.winning_rate, worse.advantage_probability) == (0, 0)
    assert t_test_p([0.1] * 7, 0.1) == 1
    assert t_test_p([0.1] * 7, 0.1000001) == 0


def test_fewer_than_thirty_shared_units():
    codes, system = noisy(60)
    codes[25:, 1] = -1
    codes[8:, 2] = -1
    result = alt_test(codes, system, 4, epsilon=0.2)
    # Unit 25 onwards has one coder left, so nobody shares more than 25.
    assert [one.n for one in result.coders] == [25, 25, 8]
    assert [one.test for one in result.coders] == ["sign-flip", "sign-flip", ""]
    assert "With 25 units, fewer than 30" in result.coders[0].reason
    skipped = result.coders[2]
    assert "Only 8 units" in skipped.reason
    assert np.isnan(skipped.p)
    assert not skipped.rejected
    assert result.n_coders == 2
    assert "Only 2 of 3 coders" in result.reason
    as_published = alt_test(codes, system, 4, epsilon=0.2, skip_below=30)
    assert as_published.passed is None
    assert np.isnan(as_published.winning_rate)
    assert "30 units or more" in as_published.reason


def test_one_coder_cannot_be_compared():
    codes, system = noisy(50, (0.9,))
    result = alt_test(codes, system, 4, epsilon=0.2)
    assert np.isnan([result.winning_rate, result.advantage_probability]).all()
    assert result.passed is None
    assert "Fewer than two coders" in result.reason
    assert (result.n_units, result.coders[0].n) == (0, 0)


def test_units_that_the_system_left_out_are_counted():
    codes, system = noisy(50)
    system[:7] = -1
    codes[0, 1:] = -1
    result = alt_test(codes, system, 4, epsilon=0.2)
    assert (result.n_units, result.n_without_system) == (43, 6)


def test_order_of_coders_and_units_does_not_matter():
    codes, system = noisy(70, (0.9, 0.6, 0.4), 0.7)
    order = np.random.default_rng(1).permutation(70)
    one = alt_test(codes, system, 4, epsilon=0.1)
    other = alt_test(codes[order][:, ::-1], system[order], 4, epsilon=0.1)
    assert [c.p for c in one.coders] == pytest.approx([c.p for c in other.coders][::-1])
    assert one.winning_rate == other.winning_rate


def test_sign_flips_agree_with_all_of_them():
    rng = np.random.default_rng(3)
    d = rng.integers(-1, 2, 12)
    x = d - 0.15
    signs = np.array(np.meshgrid(*[[-1, 1]] * 12)).reshape(12, -1)
    everything = (np.abs(x) @ signs <= x.sum() + 1e-9).mean()
    assert sign_flip_p(d, 0.15) == pytest.approx(everything)
    assert sign_flip_p([1, 1], 1) == 1
    with pytest.raises(InputError, match="too many"):
        sign_flip_p(rng.random(60), 0.1)
    with pytest.raises(InputError, match="two differences"):
        t_test_p([0.1], 0.2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"epsilon": 1}, "'epsilon'"),
        ({"epsilon": -0.1}, "'epsilon'"),
        ({"alignment": "acuracy"}, "Did you mean 'accuracy'"),
        ({"values": [1, 2, 3, 4]}, "'rmse' only"),
        ({"alignment": "rmse", "values": [1, 2]}, "each of the 4"),
        ({"skip_below": 1}, "'skip_below'"),
        ({"t_test_from": 5}, "'t_test_from'"),
        ({"q": 0}, "'q'"),
    ],
)
def test_bad_parameters_are_refused(changes, message):
    codes, system = noisy(20)
    with pytest.raises(InputError, match=message):
        alt_test(codes, system, 4, **{"epsilon": 0.1, **changes})
    with pytest.raises(InputError, match="each of the 20"):
        alt_test(codes, system[:-1], 4, epsilon=0.1)


def published_task(task: str) -> tuple[dict, dict]:
    """Return {coder: {unit: label}} and {model: {unit: label}}, or skip and say why."""
    folder = os.environ.get("TEXTMINE_ALTTEST")
    if not folder:
        pytest.skip("TEXTMINE_ALTTEST does not name a copy of the authors' data")
    root = Path(folder)
    files = [
        path
        for path in sorted(root.rglob("*.json"))
        if task in path.relative_to(root).as_posix() and "prompts.json" not in path.name
    ]
    human = [path for path in files if any(w in path.name for w in ("human", "annotators"))]
    if not human:
        pytest.skip(f"{root} has no JSON of human annotations of '{task}'")
    models: dict = {}
    for path in sorted(set(files) - set(human)):
        content = json.loads(path.read_text(encoding="utf-8"))
        nested = all(isinstance(value, dict) for value in content.values())
        models |= content if nested else {path.stem: content}
    return json.loads(human[0].read_text(encoding="utf-8")), models


def model_named(models: dict, name: str) -> dict:
    def plain(text: str) -> str:
        return "".join(c for c in text.lower() if c.isalnum())

    exact = [one for one in models if plain(one) == plain(name)]
    near = [
        one for one in models if plain(name) in plain(one) and "mini" not in one.split(name)[-1]
    ]
    if not exact and len(near) != 1:
        pytest.skip(f"No one model like '{name}' among {sorted(models)}")
    return models[(exact or near)[0]]


@pytest.mark.data
@pytest.mark.parametrize("task", PUBLISHED)
def test_published_omega_and_rho(task):
    epsilon, alignment, published = PUBLISHED[task]
    human, models = published_task(task)
    units = sorted({unit for coded in human.values() for unit in coded})
    labels = {
        str(label) for coded in (*human.values(), *models.values()) for label in coded.values()
    }
    by_value = alignment == "rmse"
    categories = sorted(labels, key=float if by_value else str)
    index = {label: i for i, label in enumerate(categories)}

    def coded(one: dict) -> list[int]:
        return [index[str(one[unit])] if unit in one else -1 for unit in units]

    codes = np.array([coded(one) for one in human.values()]).T
    for name, (omega, rho) in published.items():
        result = alt_test(
            codes,
            coded(model_named(models, name)),
            len(categories),
            epsilon=epsilon,
            alignment=alignment,
            values=[float(label) for label in categories] if by_value else None,
            skip_below=30,
        )
        assert round(result.winning_rate, 4) == pytest.approx(omega, abs=1e-4), name
        assert result.advantage_probability == pytest.approx(rho, abs=6e-5), name


@pytest.mark.data
@pytest.mark.parametrize("line", PRINTED.split("\n")[1:-1], ids=lambda line: line.split()[0])
def test_printed_omega_and_rho(line):
    task, epsilon, alignment, *figures = line.split()
    human, models = published_task(task)
    units = sorted({unit for coded in human.values() for unit in coded})
    everyone = (*human.values(), *models.values())
    labels = {str(label) for coded in everyone for label in coded.values()}
    by_value = alignment == "rmse"
    categories = sorted(labels, key=float if by_value else str)
    index = {label: place for place, label in enumerate(categories)}

    def coded(one: dict) -> list[int]:
        return [index[str(one[unit])] if unit in one else -1 for unit in units]

    codes = np.array([coded(one) for one in human.values()]).T
    for name, omega, rho in zip(MODELS, figures[::2], figures[1::2], strict=True):
        if omega == "-" or name not in models:
            continue
        result = alt_test(
            codes,
            coded(models[name]),
            len(categories),
            epsilon=float(epsilon),
            alignment=alignment,
            values=[float(label) for label in categories] if by_value else None,
            skip_below=30,
        )
        assert result.winning_rate == pytest.approx(float(omega), abs=0.0051), name
        assert result.advantage_probability == pytest.approx(float(rho), abs=0.0051), name


def test_threads_make_the_test_slower_to_reject():
    """At a mean of exactly epsilon no test should reject in more than about 5 % of the samples."""
    draw = np.random.default_rng(8)
    rejected = {"plain": 0, "clustered": 0}
    n_threads, size, n_samples = 40, 5, 400
    threads = np.repeat(np.arange(n_threads), size)
    for _ in range(n_samples):
        often = draw.beta(0.15 * 7 / 3, 0.85 * 7 / 3, n_threads)  # within threads, ICC is .3
        loses = draw.random(200) < np.repeat(often, size)
        codes = np.zeros((200, 2), dtype=int)
        system = loses.astype(int)
        for name, labels in (("plain", None), ("clustered", threads)):
            result = alt_test(codes, system, 2, epsilon=0.15, clusters=labels)
            rejected[name] += result.coders[0].p < 0.05
    assert rejected["plain"] / n_samples > 0.1
    assert rejected["clustered"] / n_samples < 0.1
    assert rejected["clustered"] < rejected["plain"] - 10


def test_few_threads_are_not_tested():
    codes = np.zeros((60, 3), dtype=int)
    result = alt_test(codes, codes[:, 0], 2, epsilon=0.15, clusters=np.arange(60) // 10)
    assert result.passed is None
    assert "stand in 6 clusters; 10 are needed" in result.coders[0].reason
