from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from polyonym.cli.render.annotated_page import Document, write_page


def marks(tmp_path, resolver, text, **options):
    target = tmp_path / "page.html"
    write_page(target, [Document("note", text, resolver.annotate(text, **options))])
    body = re.findall(r'<p dir="auto">(.*?)</p>', target.read_text(encoding="utf-8"), re.DOTALL)
    return [re.sub(r' title="[^"]*" tabindex="0"', "", line) for line in body]


def test_a_name_over_a_line_end_is_marked_on_both_lines(tmp_path, resolver):
    assert marks(tmp_path, resolver, "to Sar-e\r\nPol now") == [
        'to <mark class="place">Sar-e</mark>',
        '<mark class="place">Pol</mark> now',
    ]


def test_a_name_inside_a_name_is_marked_inside(tmp_path, resolver):
    assert marks(tmp_path, resolver, "in Kunduz province", nested=True) == [
        'in <mark class="place"><mark class="place">Kunduz</mark> province</mark>'
    ]


def test_a_text_without_names_is_shown_as_it_is(tmp_path, resolver):
    assert marks(tmp_path, resolver, "a < b\n\nc") == ["a &lt; b", "", "c"]


def test_a_declared_type_is_named_and_coloured_as_declared(tmp_path, make):
    text = "- {id: ship, type: several, name: Ever Given}\n- {id: a, type: place, name: Suez}\n"
    text += "- {id: b, type: person, name: Suez}\n"
    resolver = make(text, types__yaml="- {name: several, like: other}\n")
    assert marks(tmp_path, resolver, "Ever Given in Suez") == [
        '<mark class="declared">Ever Given</mark> in <mark class="several">Suez</mark>'
    ]
    legend = re.findall(r"<li>(.*?)</li>", (tmp_path / "page.html").read_text(encoding="utf-8"))
    assert legend == ['<mark class="declared">several</mark> 1', '<mark class="several">several</mark> 1']


class Seen(HTMLParser):
    """What a browser sees in a page: the elements, and the words in them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.tags: set[str] = set()
        self.titles: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs) -> None:
        """Keep an element and its title."""
        self.tags.add(tag)
        self.titles += [value for name, value in attrs if name == "title"]

    def handle_data(self, data) -> None:
        """Keep the words."""
        self.text += data


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "&lt;b"]
)
def test_no_word_of_a_text_or_a_gazetteer_becomes_markup(tmp_path, make, evil):
    resolver = make(f"- {{id: a, type: person, name: 'Omar {evil} Safi', aliases: [Omar Safi]}}\n")
    text = f"{evil} Omar Safi {evil}"
    target = tmp_path / "page.html"
    write_page(target, [Document(f"{evil}.txt", text, resolver.annotate(text))])
    seen = Seen()
    seen.feed(target.read_text(encoding="utf-8"))
    assert seen.tags <= {"html", "head", "meta", "title", "style", "body", "section", "h1", "ul", "li", "p", "mark"}
    assert text in seen.text
    assert f"{evil}.txt" in seen.text
    assert len(seen.titles) == 1
    assert f"Omar {evil} Safi" in seen.titles[0]
