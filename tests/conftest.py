"""What every test can ask for: the real gazetteer, small ones made on the spot, and the tables under `cases/`.

A test marked `cases("sound")` runs once for each row of `cases/sound.yaml`, as its argument `case`: a dictionary of
strings. A table that is missing or empty fails the collection, so that no test passes by having nothing to do.
A case is asked of a resolver by `ask`, which knows every word that a row can say about a mention, a pair or a text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from polyonym import Annotation, Comparison, Evidence, Resolution, Resolver, yamlfile
from polyonym.annotate.policy import AnnotationPolicy
from polyonym.index.snapshot import Snapshot
from polyonym.policy import Policy
from polyonym.snapshots.store import Store

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases"

THREE_ENTITIES = """\
- id: islamic-state
  type: organization
  name: Islamic State
  aliases: [Daesh, ISIL, {name: IS, match: cased}, {name: داعش, lang: ar}]
- id: kunduz-city
  type: place
  name: Kunduz City
  aliases: [Kunduz]
- id: kunduz-province
  type: place
  name: Kunduz Province
  aliases: [Kunduz]
"""

# The same examples in every run: a build that fails for one fails for all. Widen the search with
# `--hypothesis-profile=explore`.
_CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("build", derandomize=True, deadline=None, database=None, suppress_health_check=_CHECKS)
settings.register_profile(
    "explore", deadline=None, database=None, max_examples=5000, suppress_health_check=_CHECKS, print_blob=True
)
settings.load_profile("build")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "cases(table): run for each row of tests/cases/<table>.yaml")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for marker in metafunc.definition.iter_markers("cases"):
        rows = read_cases(*marker.args)
        metafunc.parametrize("case", rows, ids=[_label(number, row) for number, row in enumerate(rows)])


def _label(number: int, row: dict[str, Any]) -> str:
    """Name a row by its first value, so that a failure says which one it was."""
    return f"{number}-{next(iter(row.values()))!s}"


def read_cases(table: str) -> list[dict[str, Any]]:
    """Return the rows of a table; fail for one that holds nothing."""
    path = CASES / f"{table}.yaml"
    root = yamlfile.parse(path.read_bytes())
    rows = yamlfile.plain(root) if root else []
    assert rows, f"{path} is empty"
    return list(rows)


@pytest.fixture(scope="session")
def table() -> Callable[[str], list[dict[str, Any]]]:
    """Return the function that reads a whole table."""
    return read_cases


@pytest.fixture(scope="session")
def bundled() -> Path:
    """Return the folder of the gazetteer that ships with the project."""
    return ROOT / "gazetteer"


@pytest.fixture(scope="session")
def resolver(bundled: Path) -> Resolver:
    """Return a resolver over the real gazetteer."""
    return Resolver.load(bundled)


@pytest.fixture(scope="session")
def snapshot(resolver: Resolver) -> Snapshot:
    """Return the compiled form of the real gazetteer."""
    return resolver.snapshot


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Resolver]:
    """Return a function from the YAML of a gazetteer, and further files by name, to a resolver over them."""

    def build(text: str = "", **files: str) -> Resolver:
        folder = tmp_path / "gazetteer"
        folder.mkdir(exist_ok=True)
        (folder / "made.yaml").write_text(text, encoding="utf-8")
        for name, content in files.items():
            (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
        return Resolver(Store(folder))

    return build


@pytest.fixture(scope="session")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Any]], Store]:
    """Return a function from entities, as a table has them, to a store over them; equal ones are compiled once.

    An alias or an entity with `times` stands for so many, each with a `{word}` of its own, and with a `{syllable}` of
    its own if they are not more than 65.
    """
    stores: dict[str, Store] = {}

    def store(entities: list[Any]) -> Store:
        lines = "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in _repeated(entities))
        if lines not in stores:
            path = tmp_path_factory.mktemp("listed") / "all.jsonl"
            path.write_text(lines, encoding="utf-8")
            stores[lines] = Store(path)
        return stores[lines]

    return store


def _repeated(value: Any) -> Any:
    """Return a part of a table with what stands for several written out."""
    if isinstance(value, dict):
        return {key: _repeated(part) for key, part in value.items()}
    if not isinstance(value, list):
        return value
    found = []
    for item in value:
        times = int(item["times"]) if isinstance(item, dict) and "times" in item else 0
        rest = {key: part for key, part in item.items() if key != "times"} if times else item
        found += [_filled(rest, number) for number in range(times)] if times else [_repeated(rest)]
    return found


def _filled(item: dict[str, Any], number: int) -> dict[str, Any]:
    """Return one of the mappings that a mapping with `times` stands for."""
    syllables = ["bdgklmnprstvz"[part % 13] + "aeiou"[part // 13 % 5] for part in (number, number // 65)]
    word = "".join(syllables) + "wix"
    return {key: part.replace("{word}", word).replace("{syllable}", syllables[0]) for key, part in item.items()}


def ask(resolver: Resolver, case: dict[str, Any]) -> dict[str, Any]:
    """Ask what a case asks, and return the answer in the words of the tables: all values are strings or lists of them.

    A case has a `mention`, a pair `a` and `b`, or a `text`; and what is known about it. A text may have a `{gap}` of so
    many letters of small words.
    """
    kind, language = case.get("type"), case.get("language")
    if "text" in case:
        gap = ("so " * int(case.get("gap", 0)))[: int(case.get("gap", 0))]
        return _of_text(resolver.annotate(case["text"].replace("{gap}", gap), kind and [kind], language))
    if "mention" in case:
        limit = int(case.get("limit", 5))
        return _of_mention(resolver.resolve(case["mention"], kind, language, case.get("context"), limit))
    return _of_pair(resolver.compare(case["a"], case["b"], kind, look_up=case.get("look_up") != "no"))


def _of_mention(found: Resolution) -> dict[str, Any]:
    """Return a resolution in the words of the tables."""
    best = _of_evidence(found.candidates[0].explanation.evidence) if found.candidates else {}
    return {
        "status": found.status,
        "id": found.id,
        "candidates": [candidate.id for candidate in found.candidates],
        "shown": str(len(found.candidates)),
        **best,
        "scores": [str(candidate.score) for candidate in found.candidates],
    }


def _of_pair(found: Comparison) -> dict[str, Any]:
    """Return a comparison in the words of the tables."""
    return {"verdict": found.verdict, **_of_evidence(found.explanation.evidence)}


def _of_text(found: tuple[Annotation, ...]) -> dict[str, Any]:
    """Return the names of a text in the words of the tables."""
    return {
        "names": [f"{item.text} = {item.resolution.id or '?'}" for item in found],
        "scores": [" ".join(str(one.score) for one in item.resolution.candidates) for item in found],
        "shown": [str(len(item.resolution.candidates)) for item in found],
    }


def _of_evidence(evidence: Evidence) -> dict[str, Any]:
    """Return what speaks for a name in the words of the tables."""
    return {
        "alias": evidence.alias.name,
        "score": str(round(evidence.score, 4)),
        "method": evidence.method,
        "pairs": [f"{pair.mention} = {pair.alias}" for pair in evidence.pairs],
        "likeness": [str(pair.similarity) for pair in evidence.pairs],
        "weights": [str(pair.weight) for pair in evidence.pairs],
        "taken": [adjustment.code for adjustment in evidence.adjustments],
    }


@pytest.fixture(name="ask", scope="session")
def ask_() -> Callable[[Resolver, dict[str, Any]], dict[str, Any]]:
    """Return the function that asks a case of a resolver."""
    return ask


class Numbers:
    """Checks rows about the numbers of a policy: `tests/cases/policy.yaml` says what a row holds."""

    def __init__(self, listed: Callable[[list[Any]], Store]) -> None:
        """Take entities from where `listed` puts them."""
        self._listed = listed

    def check(self, policy: Policy | AnnotationPolicy, row: dict[str, Any]) -> None:
        """Ask every case of a row under the policy, and again with the number changed, when the answer is another."""
        number = row["number"]
        for case in row["cases"]:
            gives = self._asked(policy, row, case)
            assert _holds(gives, case["gives"]), (number, case.get("why"), gives)
            for value, becomes in self._changes(policy, number, case):
                then = self._asked(_with(policy, number, value), row, case)
                if becomes is None:
                    assert not _holds(then, case["gives"]), (number, value, "makes no difference")
                else:
                    assert _holds(then, becomes), (number, value, then)
                    assert not _holds(gives, becomes), (number, value, "makes no difference")

    def unpinned(self, policy: Policy | AnnotationPolicy, rows: list[dict[str, Any]]) -> dict[str, str]:
        """Return what is wrong with a table: numbers without a case above and one below, and rows about none."""
        found = {}
        known = dict(_numbers(policy))
        for row in rows:
            default = known.pop(row["number"], None)
            if default is None:
                found[row["number"]] = "is no number of the policy, or has two rows"
            else:
                values = [value for case in row["cases"] for value, _ in self._changes(policy, row["number"], case)]
                if not min(values) < default < max(values) and "one_side" not in row:
                    found[row["number"]] = "has cases on one side of its edge only"
        return found | dict.fromkeys(known, "has no row")

    def _asked(self, policy: Policy | AnnotationPolicy, row: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
        """Ask a case over the entities of its own or of its row."""
        store = self._listed(case.get("entities") or row["entities"])
        if isinstance(policy, Policy):
            return ask(Resolver(store, policy), case)
        return ask(Resolver(store, annotation_policy=policy), case)

    def _changes(
        self, policy: Policy | AnnotationPolicy, number: str, case: dict[str, Any]
    ) -> list[tuple[float, dict[str, Any] | None]]:
        """Return the values that a number is changed to, each with the answer then; None for any other answer."""
        default = dict(_numbers(policy))[number]
        if "at" in case:
            return [(type(default)(case["at"]), case["becomes"])]
        step = 1 if isinstance(default, int) else default / 10
        return [(default - step, None), (default + step, None)]


def _holds(answer: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Tell whether an answer says all that is expected of it; it may say more."""
    return all(answer.get(key) == value for key, value in expected.items())


def _numbers(policy: Policy | AnnotationPolicy) -> Iterator[tuple[str, float]]:
    """Yield the numbers of a policy by name, those of a mapping as `role_weights.head`."""
    for field in fields(policy):
        value = getattr(policy, field.name)
        if isinstance(value, Mapping):
            yield from ((f"{field.name}.{key}", item) for key, item in value.items())
        else:
            yield field.name, value


def _with(policy: Any, number: str, value: float) -> Any:
    """Return a policy with another value for a number."""
    name, _, key = number.partition(".")
    return replace(policy, **{name: {**getattr(policy, name), key: value} if key else value})


@pytest.fixture(scope="session")
def numbers(listed: Callable[[list[Any]], Store]) -> Numbers:
    """Return what checks rows about the numbers of a policy."""
    return Numbers(listed)


@pytest.fixture(scope="session")
def client(resolver: Resolver) -> Iterator[Any]:
    """Return a client of the service in this process, over the real gazetteer and without keys."""
    from starlette.testclient import TestClient

    from polyonym.web.app import create_app

    # An error of the service is answered and not raised here, as behind a real server.
    with TestClient(create_app(resolver), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def gazetteer(tmp_path: Path) -> Path:
    """Return a folder with three entities, two of which share a name."""
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "all.yaml").write_text(THREE_ENTITIES, encoding="utf-8")
    return folder
