from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from polyonym.text.encoder import (
    Encoder,
    Projection,
    Rewrite,
    han_grams,
    hangul_grams,
    latin_grams,
    letter_grams,
    native_grams,
)

WEIGHTS = Path(__file__).parents[2] / "service/polyonym/text/weights"
NATIVE = {
    "Arab": "محمد",
    "Armn": "արամ",
    "Cyrl": "иван",
    "Geor": "გიორგი",
    "Grek": "γιωργοσ",
    "Han": "近平",
    "Hang": "정은",
    "Hebr": "משה",
    "Jpan": "タナカ",
}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load(WEIGHTS)


def near(encoder: Encoder, native: str, script: str, *latin: str) -> list[float]:
    rows = encoder.latin(latin, script) @ encoder.native([native], script).T
    return [float(cosine) for cosine in rows[:, 0]]


def test_all_weights_together_stay_under_16_mb() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.rglob("*") if path.is_file()) < 16e6


def test_every_listed_script_can_be_encoded(encoder: Encoder) -> None:
    assert set(encoder.scripts) == set(NATIVE)


@pytest.mark.parametrize(
    ("native", "script", "right", "wrong"),
    [
        ("محمد", "Arab", "mohammad", "kabul"),
        ("کابل", "Arab", "kabul", "zabul"),
        ("پروان", "Arab", "parwan", "farah"),
        ("москва", "Cyrl", "moskva", "minsk"),
        ("зеленский", "Cyrl", "zelenskyy", "kovalenko"),
        ("ירושלים", "Hebr", "yerushalayim", "haifa"),
        ("ヒロシマ", "Jpan", "hiroshima", "nagasaki"),
        ("정은", "Hang", "jongun", "minho"),
        ("παπαδοπουλοσ", "Grek", "papadopoulos", "stavros"),
        ("თბილისი", "Geor", "tbilisi", "batumi"),
        ("երևան", "Armn", "yerevan", "gyumri"),
    ],
)
def test_a_name_lies_near_its_latin_spelling_and_far_from_another(
    encoder: Encoder, native: str, script: str, right: str, wrong: str
) -> None:
    ours, theirs = near(encoder, native, script, right, wrong)
    assert ours > 0.6
    assert theirs < ours - 0.2


def test_the_reading_of_han_signs_counts(encoder: Encoder) -> None:
    latin = encoder.latin(["jinping", "jieli"], "Han")
    read, unread = (encoder.native(["近平"], "Han", readings)[0] for readings in (["jin ping"], None))
    assert latin[0] @ read > 0.8
    assert latin[0] @ read > latin[0] @ unread
    assert latin[1] @ read < 0.5


@pytest.mark.parametrize("script", NATIVE)
def test_rows_have_length_1_or_are_zero(encoder: Encoder, script: str) -> None:
    tokens = [NATIVE[script], "", "\U0001f600", NATIVE[script][:1]]
    lengths = np.linalg.norm(encoder.native(tokens, script), axis=1)
    assert lengths[0] == pytest.approx(1, abs=1e-5)
    assert all(length == pytest.approx(round(float(length)), abs=1e-5) for length in lengths)
    assert np.linalg.norm(encoder.latin(["mohammad"], script)) == pytest.approx(1, abs=1e-5)


def test_a_token_has_one_vector_alone_and_among_many(encoder: Encoder) -> None:
    tokens = ["moskva", "minsk", "", "kyiv"] * 400
    alone = np.concatenate([encoder.latin([token], "Cyrl") for token in tokens[:4]])
    assert np.allclose(encoder.latin(tokens, "Cyrl")[:4], alone, atol=1e-5)
    assert encoder.latin(tokens, "Cyrl").shape == encoder.native(["минск"] * 1600, "Cyrl").shape
    assert encoder.latin([], "Cyrl").shape == (0, alone.shape[1])


def test_scripts_that_share_a_map_share_their_latin_vectors(encoder: Encoder) -> None:
    assert {encoder.space(script) for script in ("Cyrl", "Grek", "Armn", "Geor")} == {"Cyrl"}
    assert np.array_equal(encoder.latin(["athina"], "Grek"), encoder.latin(["athina"], "Cyrl"))


def test_a_script_is_opened_when_it_is_first_used_and_its_rows_stay_on_the_disk() -> None:
    encoder = Encoder.load(WEIGHTS)
    assert encoder._open == {}  # noqa: SLF001 -- what is open is nobody else's business
    encoder.latin(["kabul"], "Arab")
    assert set(encoder._open) == {"Arab"}  # noqa: SLF001 -- as above
    assert isinstance(encoder._open["Arab"].latin.rows.base, np.memmap)  # noqa: SLF001 -- as above


@pytest.mark.slow
def test_importing_and_loading_reads_no_rows() -> None:
    code = (
        "import sys\n"
        "seen = []\n"
        "sys.addaudithook(lambda e, a: e == 'open' and str(a[0]).endswith('.npy') and seen.append(a[0]))\n"
        "from polyonym.text import cross_script_vectors as bridge, cross_script_similarity as across, name\n"
        "bridge.bundled_encoder()\n"
        "assert not seen, seen\n"
        "bridge.cosine('\\u05de\\u05e9\\u05d4', 'Hebr', 'moshe')\n"
        "assert seen and all('Hebr' in path for path in map(str, seen)), seen\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 -- our own words
    assert done.returncode == 0, done.stderr


def test_n_grams_know_where_a_token_begins_and_ends() -> None:
    assert letter_grams("ab") == ["^", "a", "b", "$", "^a", "ab", "b$", "^ab", "ab$"]
    assert native_grams("ab") == letter_grams("ab")


def test_the_consonants_of_a_latin_token_reach_further() -> None:
    assert {"!^mhmd"[:5], "!mhmd"} <= set(latin_grams("mohamed"))


def test_hangul_is_counted_by_letters_and_by_syllables() -> None:
    grams = hangul_grams("김a")
    assert {"ᄀ", "ᄀ\u1175\u11b7", "#김", "a"} <= set(grams)


def test_han_is_counted_by_signs_by_syllables_and_by_the_letters_of_its_reading() -> None:
    assert {"近", "#jin", "#jin.ping", "@jin"} <= set(han_grams("近平", "jin ping"))
    assert not any(gram.startswith("#") for gram in han_grams("近平"))


@pytest.mark.parametrize(("token", "spelled"), [("аз", "bz"), ("заа", "zXY"), ("бз", "бz"), ("за", "zE"), ("", "")])
def test_the_longest_key_rewrites_first_and_marks_stand_for_start_and_end(token: str, spelled: str) -> None:
    assert Rewrite({"^а": "b", "з": "z", "аа": "XY", "а$": "E", "а": "a"})(token) == spelled


def test_a_side_without_a_known_n_gram_gives_zeros() -> None:
    side = Projection(np.ones((1, 3), np.int8), np.ones(1, np.float32), {"a": 0})
    assert side.encode([["b"], []]).tolist() == [[0.0, 0.0, 0.0]] * 2
