"""Rows in, answers out, without a terminal: what the command line, and any other program, does with a file.

A task says what a row holds and how answers are counted; an answerer is a function from rows to an answer or an error
for each. `answer_rows` is the loop over any rows, `run_batch` the one from file to file. Both read a chunk of rows,
answer it and let go of it: nothing is kept but the counts. Nothing here prints, asks or exits; progress goes to a
callback, and the result is a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from polyonym import wireform
from polyonym.chunks import MOST_ITEMS, growing_chunks
from polyonym.errors import MentionError, TextError
from polyonym.model import STATUSES, Mention, Resolution
from polyonym.tables.codec import read_rows, writer_for
from polyonym.tables.formats import Conversion
from polyonym.tables.resume import Checkpoint
from polyonym.tables.rows import Json, Row, RowError, RowStream
from polyonym.tables.streams import open_input, open_output

if TYPE_CHECKING:  # the engine is passed in; importing it here would cost every command its start
    from polyonym.annotate.intake import AnnotationOptions
    from polyonym.engine import Resolver

Answer = TypeVar("Answer")
Answerer = Callable[[Sequence[Row]], Sequence[Json | RowError]]
BatchProgress = Callable[[int, int | None, int], None]
"""Called after each row with the bytes read, the bytes of the input (None where unknown) and the rows done."""

MENTION: Final = "mention"
TEXT: Final = "text"
MENTIONS: Final = "mentions"
# What a row may state about its mention besides the name: the type of the field, and a name for that type.
MENTION_FIELDS: Final[Mapping[str, tuple[type, str]]] = {
    "type": (str, "text"),
    "language": (str, "text"),
    "context": (str, "text"),
    "limit": (int, "a whole number"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with each row: the fields it has to have, and those of its answer.

    `outcomes` are what answers are counted by, `outcome` which of them an answer is. `dropped` are fields of a row that
    its answer stands for and need not repeat. `most_rows` is how many are read and answered together at most.
    """

    text_fields: tuple[str, ...]
    reserved: frozenset[str]
    outcomes: tuple[str, ...]
    outcome: Callable[[Json], str]
    dropped: frozenset[str] = frozenset()
    most_rows: int = 1


RESOLVE: Final = Task(
    text_fields=(MENTION,),
    reserved=frozenset(wireform.resolution(Resolution("", "no_match", None, None, 0.0, (), ""))) - {MENTION},
    outcomes=STATUSES,
    outcome=lambda answer: str(answer["status"]),
    most_rows=MOST_ITEMS,
)
COMPARE: Final = Task(
    text_fields=("a", "b"),
    reserved=frozenset(("same", "verdict", "score", "explanation")),
    outcomes=("same", "unsure", "different"),
    outcome=lambda answer: str(answer["verdict"]),
)
ANNOTATE: Final = Task(
    text_fields=(TEXT,),
    reserved=frozenset((MENTIONS,)),
    outcomes=("with names", "without"),
    outcome=lambda answer: "with names" if answer[MENTIONS] else "without",
    dropped=frozenset((TEXT,)),
)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of a run: answers by outcome, rows with an error, and rows that an earlier run had done."""

    counts: Mapping[str, int]
    errors: int
    resumed: int = 0

    @property
    def rows(self) -> int:
        """Return the number of rows that were answered now."""
        return sum(self.counts.values()) + self.errors


def run_batch(
    conversion: Conversion,
    task: Task,
    make_answerer: Callable[[RowStream], Answerer],
    checkpoint: Checkpoint | None = None,
    progress: BatchProgress | None = None,
) -> BatchResult:
    """Answer every row of a file, in its order, and write it with its answer or its error.

    The answerer is made when the head of the input is read, so a column that is missing is known before a gazetteer is
    loaded. With a checkpoint, a run that is stopped leaves its output for the next one to continue. Raises InputError
    for files that cannot be read or written.
    """
    tally: Counter[str] = Counter()
    done, errors = (checkpoint.done if checkpoint else 0), 0
    with open_input(conversion.source, conversion.input_format) as source:
        stream = read_rows(source.text, conversion.input_format, task.text_fields)
        writer = writer_for(conversion.output_format, stream, task.reserved, task.dropped)
        answerer = make_answerer(stream)
        output = open_output(conversion.target) if checkpoint is None else checkpoint.open(conversion.target)
        with output as target:
            writer.begin(target)
            answered = answer_rows(islice(stream.rows, done, None), answerer, task.most_rows)
            for number, (row, answer) in enumerate(answered, start=1):
                writer.write(target, row, answer)
                if isinstance(answer, RowError):
                    errors += 1
                else:
                    tally[task.outcome(answer)] += 1
                if progress is not None:
                    progress(source.position(), source.size, number)
    return BatchResult({outcome: tally[outcome] for outcome in task.outcomes}, errors, done)


def answer_rows(
    rows: Iterable[Row], answerer: Answerer, most: int = MOST_ITEMS
) -> Iterator[tuple[Row, Json | RowError]]:
    """Yield each row with its answer, in order; one that could not be read keeps its error.

    At most so many rows are answered together. The first one is answered before the second one is read.
    """
    for chunk in growing_chunks(rows, most):
        answers = iter(answerer([row for row in chunk if row.error is None]))
        for row in chunk:
            yield row, row.error or next(answers)


def resolve_rows(resolver: Resolver, template: Mention, column: str, own: Iterable[str] = MENTION_FIELDS) -> Answerer:
    """Return what resolves the field `column` of rows, with every candidate explained.

    The template states what holds for every mention; the fields in `own` state more about that of their row. All rows
    are answered from the snapshot that serves now.
    """
    return _mention_rows(resolver.session.resolve_many, wireform.resolution, template, column, own)


def decide_rows(resolver: Resolver, template: Mention, column: str, own: Iterable[str] = MENTION_FIELDS) -> Answerer:
    """Return what decides about the field `column` of rows: what a table has room for, in a fraction of the time."""
    return _mention_rows(resolver.session.decide_many, wireform.brief_resolution, template, column, own)


def _mention_rows(
    answer_many: Callable[[Sequence[Mention]], Sequence[Answer | MentionError]],
    rendered: Callable[[Answer], Json],
    template: Mention,
    column: str,
    own: Iterable[str],
) -> Answerer:
    """Return what makes mentions of rows, answers those that can be made together, and renders the answers."""
    stated = tuple(own)

    def answer(rows: Sequence[Row]) -> list[Json | RowError]:
        mentions = [_mention_or_error(row, template, column, stated) for row in rows]
        answers = iter(answer_many([mention for mention in mentions if isinstance(mention, Mention)]))
        found: list[Json | RowError] = []
        for mention in mentions:
            one = next(answers) if isinstance(mention, Mention) else mention
            found.append(RowError(one.code, one.detail) if isinstance(one, MentionError) else rendered(one))
        return found

    return answer


def _mention_or_error(row: Row, template: Mention, column: str, own: Iterable[str]) -> Mention | MentionError:
    """Return the mention of a row, or what is wrong with the row."""
    try:
        return mention_of(dict(row.fields), template, column, own)
    except MentionError as error:
        return error


def mention_of(fields: Json, template: Mention, column: str, own: Iterable[str]) -> Mention:
    """Make a mention of the fields of a row; raise MentionError for a field that is missing or of the wrong type."""
    if column not in fields:
        there = ", ".join(f"`{name}`" for name in fields) or "none"
        raise MentionError(column, f"The row has no such field; it has {there}.")
    if not isinstance(fields[column], str):
        raise MentionError(column, "The mention has to be text.")
    stated: dict[str, Any] = {}
    for name in own:
        value, (kind, what) = fields.get(name), MENTION_FIELDS[name]
        if value is None or name == column:
            continue
        # A boolean is an integer in Python.
        if not isinstance(value, kind) or isinstance(value, bool):
            raise MentionError(name, f"This has to be {what}.")
        stated[name] = value
    # Not `dataclasses.replace`, which takes longer than looking a listed name up.
    return Mention(
        fields[column],
        stated.get("type", template.type),
        stated.get("language", template.language),
        stated.get("context", template.context),
        stated.get("limit", template.limit),
    )


def compare_rows(resolver: Resolver, *, look_up: bool = True) -> Answerer:
    """Return what compares the names `a` and `b` of each row."""

    def answer(row: Row) -> Json | RowError:
        fields = dict(row.fields)
        try:
            a, b = _name(fields, "a"), _name(fields, "b")
            return wireform.comparison(resolver.compare(a, b, fields.get("type"), look_up=look_up))
        except MentionError as error:
            return RowError(error.code, error.detail)

    return lambda rows: [answer(row) for row in rows]


def annotate_rows(resolver: Resolver, options: AnnotationOptions) -> Answerer:
    """Return what annotates the field `text` of each row."""

    def answer(row: Row) -> Json | RowError:
        fields = dict(row.fields)
        try:
            text, language = _text(fields), _language(fields, options.language)
            found = resolver.annotate(text, options.types, language, options.statuses, nested=options.nested)
        except TextError as error:
            return RowError(error.code, error.detail)
        return {MENTIONS: [wireform.annotation(item) for item in found]}

    return lambda rows: [answer(row) for row in rows]


def _name(fields: Json, field: str) -> str:
    """Return a name of a row; raise MentionError where there is none."""
    value = fields.get(field)
    if not isinstance(value, str):
        raise MentionError(field, "The name has to be text." if field in fields else "The row has no such field.")
    return value


def _text(fields: Json) -> str:
    """Return the text of a row; raise TextError where there is none."""
    value = fields.get(TEXT)
    if not isinstance(value, str):
        raise TextError(TEXT, "The text has to be text." if TEXT in fields else "The row has no such field.")
    return value


def _language(fields: Json, default: str | None) -> str | None:
    """Return the language that a row states, else the default; raise TextError for what is no text."""
    value = fields.get("language")
    if value is None:
        return default
    if not isinstance(value, str):
        raise TextError("language", "This has to be text.")
    return value
