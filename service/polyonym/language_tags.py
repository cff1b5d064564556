"""The only door to langcodes: whether a language tag is well formed, and whether its parts are registered.

In comes a tag as curators write it, such as `ar`, `zh-Hans` or `fa-AF` (BCP 47, RFC 5646). Whether a tag is well formed
is a matter of its letters alone. Whether its language, script, region and variants exist is looked up in the IANA
registry of subtags, which langcodes carries.
"""

from __future__ import annotations

import re
from typing import Final

from polyonym.memo import memoised

WELL_FORMED: Final = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
"""The pattern of a tag that is well formed, also for JSON Schema."""
_WELL_FORMED: Final = re.compile(WELL_FORMED)


def is_well_formed(tag: str) -> bool:
    """Return whether a text has the form of a language tag."""
    return _WELL_FORMED.fullmatch(tag) is not None


@memoised("is_registered")
def is_registered(tag: str) -> bool:
    """Return whether all subtags of a well-formed tag are registered: true of `ja`, false of `jp` and `japanese`."""
    from langcodes import tag_is_valid  # takes a fiftieth of a second to import, and many gazetteers state no language

    return tag_is_valid(tag)
