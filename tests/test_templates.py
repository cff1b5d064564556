from __future__ import annotations

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from markupsafe import Markup

from polyonym.templates import Templates, code, pretty

ROUTES = "polyonym.web.routes"
EVIL = "<script>alert('1')</script>"


def page(**values):
    operation = {
        "id": "x", "method": "get", "path": "/x", "summary": "x", "description": "x", "needs_key": False,
        "parameters": [], "requests": [], "answers": [],
    }  # fmt: skip
    given = {"info": {"version": "1"}, "paragraphs": [], "operations": [operation | values]}
    return Templates(ROUTES).render("docs.html", **given)


@pytest.mark.parametrize("field", ["id", "method", "path", "summary", "description"])
def test_every_value_of_a_template_is_escaped(field):
    rendered = page(**{field: EVIL})
    assert EVIL.lower() not in rendered.lower()
    assert "&lt;script&gt;" in rendered.lower()


def test_a_value_that_nobody_passes_is_an_error():
    with pytest.raises(UndefinedError):
        Templates(ROUTES).render("docs.html", info={}, paragraphs=[], operations=[])


def test_a_template_that_is_not_there_is_an_error():
    with pytest.raises((TemplateNotFound, FileNotFoundError)):
        Templates(ROUTES).render("nothing.html")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("plain", "plain"),
        ("a `b` c", "a <code>b</code> c"),
        ("`a<b`&c", "<code>a&lt;b</code>&amp;c"),
        ("`open", "<code>open</code>"),
    ],
)
def test_what_stands_in_backticks_is_code_and_escaped(text, html):
    assert isinstance(code(text), Markup)
    assert str(code(text)) == html


def test_values_are_written_as_json_that_the_template_escapes():
    assert pretty({"a": EVIL}) == '{\n  "a": "' + EVIL + '"\n}'
    rendered = page(requests=[{"summary": "x", "value": {"a": EVIL}}])
    assert "<script>alert" not in rendered
