from __future__ import annotations

import json
from pathlib import Path

import pytest

from polyonym import Mention, Resolver
from polyonym.annotate.intake import AnnotationOptions
from polyonym.batch import (
    ANNOTATE,
    COMPARE,
    MENTION_FIELDS,
    RESOLVE,
    BatchResult,
    annotate_rows,
    answer_rows,
    compare_rows,
    decide_rows,
    resolve_rows,
    run_batch,
)
from polyonym.errors import InputError
from polyonym.tables.delimited import mention_column, read_delimited
from polyonym.tables.formats import Format, conversion
from polyonym.tables.resume import Checkpoint
from polyonym.tables.rows import Row, RowError


@pytest.fixture
def engine(gazetteer: Path) -> Resolver:
    return Resolver.load(gazetteer)


def row(**fields: object) -> Row:
    return Row(1, tuple(fields.items()))


def one(answerer, row: Row):
    """Return the answer to a row by itself."""
    (answer,) = answerer([row])
    return answer


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def run(engine, tmp_path: Path):
    """Return a function that resolves lines of JSON from file to file and returns the result and the answers."""

    def call(*rows: str, **options):
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_text("".join(f"{text}\n" for text in rows), encoding="utf-8")
        answerer = resolve_rows(engine, Mention(""), "mention")
        result = run_batch(conversion(source, target, None), RESOLVE, lambda _: answerer, **options)
        return result, lines(target)

    return call


def test_answers_are_counted_by_their_outcome_and_rows_with_an_error_apart(run):
    result, answers = run('"Daesh"', '"Kunduz"', '"Nobody At All"', '{"mention": 7}', "nonsense")
    assert result == BatchResult({"match": 1, "ambiguous": 1, "no_match": 1}, errors=2)
    assert result.rows == len(answers) == 5
    assert [answer.get("status") for answer in answers] == ["match", "ambiguous", "no_match", None, None]


def test_an_outcome_that_no_answer_has_is_counted_as_none(run):
    assert run()[0] == BatchResult({"match": 0, "ambiguous": 0, "no_match": 0}, errors=0)


def test_progress_is_reported_after_each_row_with_the_bytes_of_the_file(run):
    seen: list[tuple[int, int | None, int]] = []
    run('"Daesh"', '"ISIL"', progress=lambda *state: seen.append(state))
    assert [rows for _, _, rows in seen] == [1, 2]
    assert {total for _, total, _ in seen} == {len('"Daesh"\n"ISIL"\n')}
    assert all(done <= total for done, total, _ in seen)


def test_a_checkpoint_leaves_out_what_is_done_and_says_how_much(run, tmp_path: Path):
    (tmp_path / "out.jsonl.part").write_text('{"done": "before"}\n{"half', encoding="utf-8")
    found = Checkpoint.find(tmp_path / "out.jsonl", resume=True)
    result, answers = run('"Daesh"', '"Kunduz"', checkpoint=found)
    assert (result.resumed, result.rows) == (1, 1)
    assert answers[0] == {"done": "before"}
    assert answers[1]["status"] == "ambiguous"


def test_a_column_that_is_missing_is_known_before_anything_is_written(engine, tmp_path: Path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="the columns are 'a', 'b'"):
        run_batch(
            conversion(source, target, None),
            RESOLVE,
            lambda stream: resolve_rows(engine, Mention(""), mention_column(stream.columns, None), ()),
        )
    assert not target.exists()


def test_rows_are_answered_before_the_input_ends(engine):
    taken = 0

    def text():
        nonlocal taken
        for line in ["mention\n", *["Daesh\n"] * 1000]:
            taken += 1
            yield line

    answers = answer_rows(read_delimited(text(), None).rows, resolve_rows(engine, Mention(""), "mention"))
    assert next(answers)[1]["id"] == "islamic-state"
    assert taken < 10


def test_a_row_that_could_not_be_read_keeps_its_error_and_is_not_answered():
    error = RowError("unreadable-row", "It is torn.")
    assert list(answer_rows([Row(1, (), error)], lambda rows: rows)) == [(Row(1, (), error), error)]


def test_fields_of_a_row_go_before_the_template_and_a_null_does_not(engine):
    answer = resolve_rows(engine, Mention("", limit=2), "name")
    fewer, as_stated = answer([row(name="Kunduz", limit=1), row(name="Kunduz", limit=None)])
    assert (len(fewer["candidates"]), len(as_stated["candidates"])) == (1, 2)


def test_fields_that_are_not_asked_for_say_nothing_about_the_mention(engine):
    answer = resolve_rows(engine, Mention(""), "mention", own=())
    assert one(answer, row(mention="Daesh", type="no type", limit="five"))["id"] == "islamic-state"


@pytest.mark.parametrize(("field", "value"), [("type", 1), ("language", []), ("context", {}), ("limit", "5")])
def test_a_field_of_the_wrong_type_is_an_error_of_the_row(engine, field, value):
    error = one(resolve_rows(engine, Mention(""), "mention"), row(mention="Daesh", **{field: value}))
    assert error == RowError("invalid-mention", f"{field}: This has to be {MENTION_FIELDS[field][1]}.")


def test_the_column_of_the_mention_may_have_the_name_of_another_field(engine):
    assert one(resolve_rows(engine, Mention(""), "type"), row(type="Daesh"))["id"] == "islamic-state"


def test_pairs_are_compared_with_or_without_the_gazetteer(engine):
    pair = row(a="Daesh", b="ISIL")
    assert COMPARE.outcome(one(compare_rows(engine), pair)) == "same"
    assert COMPARE.outcome(one(compare_rows(engine, look_up=False), pair)) == "different"
    assert one(compare_rows(engine), row(a="Daesh")) == RowError("invalid-mention", "b: The row has no such field.")
    assert one(compare_rows(engine), row(a="x", b="y", type="robot")).code == "invalid-mention"


def test_texts_are_annotated_in_the_language_of_their_row_or_of_the_options(engine):
    answer = annotate_rows(engine, AnnotationOptions(language="en"))
    found = one(answer, row(text="Daesh left."))
    assert [name["id"] for name in found["mentions"]] == ["islamic-state"]
    assert ANNOTATE.outcome(found) == "with names"
    assert ANNOTATE.outcome(one(answer, row(text="Nobody left."))) == "without"
    assert one(answer, row(text="Daesh", language="no tag")).code == "invalid-text"
    assert one(answer, row(text="Daesh", language="")).code == "invalid-text"
    assert one(answer, row(text="Daesh", language=7)).detail == "language: This has to be text."
    assert one(answer, row(text=None)).detail == "text: The text has to be text."
    assert one(answer, row()).detail == "text: The row has no such field."


@pytest.mark.parametrize(
    ("source", "target"),
    [("in.csv", "out.csv"), ("in.csv", "out.tsv"), ("in.csv", "out.jsonl"), ("in.txt", "out.txt")],
)
def test_every_pair_of_formats_gives_the_same_decision(engine, tmp_path: Path, source, target):
    (tmp_path / source).write_text("mention\nDaesh\n" if source.endswith("csv") else "Daesh\n", encoding="utf-8")
    job = conversion(tmp_path / source, tmp_path / target, None)
    result = run_batch(job, RESOLVE, lambda _: resolve_rows(engine, Mention(""), "mention", ()))
    assert result.counts["match"] == 1
    assert "islamic-state" in (tmp_path / target).read_text(encoding="utf-8")
    assert job.output_format in Format


def test_rows_may_be_of_declared_types(make):
    engine = make("- {id: ship, type: vessel, name: Ever Given}\n", types__yaml="- {name: vessel, like: other}\n")
    answer = resolve_rows(engine, Mention(""), "mention")
    good, bad = answer([row(mention="Ever Givn", type=kind) for kind in ("vessel", "vesel")])
    assert good["id"] == "ship"
    assert (bad.code, "Did you mean `vessel`?" in bad.detail) == ("invalid-mention", True)


def test_rows_that_cannot_be_read_or_resolved_keep_their_places_among_the_others(engine):
    torn = RowError("unreadable-row", "It is torn.")
    rows = [
        row(mention="Daesh"),
        Row(2, (), torn),
        row(mention=7),
        row(mention="ISIL"),
        row(mention=""),
        row(name="Daesh"),
        row(mention="Kunduz"),
    ]
    for answerer in (resolve_rows(engine, Mention(""), "mention"), decide_rows(engine, Mention(""), "mention")):
        answered = list(answer_rows(rows, answerer))
        assert [one for one, _ in answered] == rows
        answers = [answer for _, answer in answered]
        assert [answers[place]["status"] for place in (0, 3, 6)] == ["match", "match", "ambiguous"]
        assert answers[1] is torn
        assert [answers[place].code for place in (2, 4, 5)] == ["invalid-mention"] * 3


def test_decisions_are_the_heads_of_whole_answers(engine):
    rows = [row(mention=text) for text in ("Daesh", "Kunduz", "Kunduz Cty", "Nobody At All")]
    whole, brief = (make(engine, Mention(""), "mention")(rows) for make in (resolve_rows, decide_rows))
    for long, short in zip(whole, brief, strict=True):
        alias = long["candidates"][0]["alias"] if long["candidates"] else None
        assert short == {**{key: long[key] for key in ("mention", "status", "id", "name", "score")}, "alias": alias}


@pytest.mark.parametrize(("task", "most"), [(RESOLVE, 1024), (COMPARE, 1), (ANNOTATE, 1)])
def test_texts_and_pairs_are_read_one_by_one_and_mentions_in_bounded_chunks(task, most):
    """A text may have a megabyte, so no two are held at once."""
    assert task.most_rows == most


def test_no_more_rows_are_answered_together_than_is_said():
    sizes = []

    def answerer(rows):
        sizes.append(len(rows))
        return [{}] * len(rows)

    assert len(list(answer_rows([row()] * 20, answerer, 4))) == 20
    assert max(sizes) == 4
