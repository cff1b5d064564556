from __future__ import annotations

import pytest

from bench.accuracy import labelled, markdown, percent, summary
from polyonym.curation.measures import evaluation_of
from polyonym.curation.outcomes import Gold, outcome_of
from polyonym.engine import in_memory
from polyonym.model import Alias, Entity, Mention, Origin

ORIGIN = Origin("", 1)
HEAD = "a\tb\ttype\tsame\tstrength\tphenomenon\tlanguage\twhy\n"
FROZEN_HEAD = "a\tb\tsame\tjudged\tstrength\tphenomenon\n"


@pytest.fixture
def cases(tmp_path):
    rows = [("Omar", "Umar", "yes"), ("Hasan", "Hassan", "yes"), ("Safi", "Shafi", "no"), ("Ali", "Alim", "no")]
    table = "".join(f"{a}\t{b}\tperson\t{same}\tstrong\tx\tfa\ty\n" for a, b, same in rows)
    (tmp_path / "names.tsv").write_text(HEAD + table, encoding="utf-8")
    frozen = "Omar\tUmar\tyes\tunsure\tstrong\tx\nAli\tAlim\tno\tyes\tstrong\tx\n"
    (tmp_path / "names.frozen.tsv").write_text(FROZEN_HEAD + frozen, encoding="utf-8")
    return tmp_path


def test_a_pair_that_is_not_frozen_is_judged_as_its_label_says(cases):
    one, two = labelled(cases)
    assert (one.same, one.pairs, one.shares) == (True, 2, {"same": 0.5, "unsure": 0.5, "different": 0.0})
    assert (two.same, two.pairs, two.shares) == (False, 2, {"same": 0.5, "unsure": 0.0, "different": 0.5})


@pytest.mark.parametrize(("value", "text"), [(0.756, "76 %"), (1.0, "100 %"), (0.0, "0 %"), (None, "-")])
def test_a_share_is_written_in_whole_per_cent(value, text):
    assert percent(value) == text


def test_the_tables_and_the_summary_say_what_was_measured(cases):
    aliases = (Alias("Omar Safi", None, "fuzzy", ORIGIN),)
    entity = Entity("omar", "person", "Omar Safi", "", aliases, (), (), (), (), (), (), (), ORIGIN)
    resolver = in_memory([entity])
    asked = [("Omar Safi", "omar"), ("Emma Whitfield", "omar")]
    outcomes = [
        outcome_of(Gold(Mention(text), right, ORIGIN), resolver.resolve(text), "person") for text, right in asked
    ]
    evaluation = evaluation_of(outcomes, 0.72)
    page = markdown(evaluation, labelled(cases))
    assert "| all | 2 | 50 % | 100 % |" in page
    assert "| two names | 2 | 50 % | 0 % | 50 % |" in page
    assert "persons" not in page  # too few to be shown by themselves
    assert "2 names that may be found by likeness" in summary(evaluation)
