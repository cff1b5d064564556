"""The environment, read once, to frozen values: one for the gazetteer, one for the HTTP service."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from polyonym.errors import SettingsError
from polyonym.gazetteer.source import files_of
from polyonym.snapshots.cache import SnapshotCache

GAZETTEER_VARIABLE = "POLYONYM_GAZETTEER"
SNAPSHOT_VARIABLE = "POLYONYM_SNAPSHOT"
OFF = "off"
"""The value in place of a folder that switches the snapshot cache off."""
KEYS_VARIABLE = "POLYONYM_API_KEYS"
LIMIT_VARIABLES: Final[Mapping[str, str]] = {
    "max_body_bytes": "POLYONYM_MAX_BODY_BYTES",
    "max_batch": "POLYONYM_MAX_BATCH",
    "max_text_bytes": "POLYONYM_MAX_TEXT_BYTES",
    "max_names": "POLYONYM_MAX_NAMES",
}
"""The variable of each limit of the HTTP service, by the field of `WebSettings`."""
_LONGEST_LIMIT: Final = 15
"""Digits of a limit; more are a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which gazetteer to serve, and where its compiled snapshot is cached; None caches nothing."""

    gazetteer: Path
    cache: SnapshotCache | None = None

    @classmethod
    def from_env(
        cls,
        environ: Mapping[str, str],
        gazetteer: Path | None = None,
        folder: Path | None = None,
        snapshot: str | None = None,
    ) -> Settings:
        """Read the settings. The gazetteer is the one given, else the variable's, else ./gazetteer, else the wheel's.

        Snapshots of large gazetteers go to the user's cache folder; those of all go to a folder that is given or that
        the variable names, and `off` keeps none. Raises SettingsError for a gazetteer that is named and does not
        exist.
        """
        named = gazetteer or (Path(environ[GAZETTEER_VARIABLE]) if environ.get(GAZETTEER_VARIABLE) else None)
        if named is not None and not named.exists():
            source = "--gazetteer" if gazetteer else GAZETTEER_VARIABLE
            raise SettingsError(f"There is no gazetteer at {str(named)!r}, which {source} names.")
        cache = _snapshot_cache(environ, snapshot or environ.get(SNAPSHOT_VARIABLE, ""))
        return cls(named or _default_gazetteer(folder or Path.cwd()), cache)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What the HTTP service takes, and from whom. Every limit counts for one request."""

    api_keys: frozenset[str] = frozenset()
    """Keys that open what changes something. Nobody may do that where there are none."""
    max_body_bytes: int = 8 * 1024 * 1024
    max_batch: int = 1000
    """Mentions in one batch."""
    max_text_bytes: int = 1024 * 1024
    """Bytes of UTF-8 in a text to annotate."""
    max_names: int = 50_000
    """Names answered for one text: a mebibyte can hold more, and their answers would take hundreds of mebibytes."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> WebSettings:
        """Read the settings; an empty variable leaves the default.

        Raises SettingsError, with everything that is wrong, for a key that no header can carry and for a limit that is
        no whole number above zero.
        """
        keys = frozenset(key.strip() for key in environ.get(KEYS_VARIABLE, "").split(",") if key.strip())
        wrong = []
        if not all(key.isascii() for key in keys):
            wrong.append(f"{KEYS_VARIABLE} holds a key that is not ASCII and cannot be sent in a header.")
        limits: dict[str, int] = {}
        for field, variable in LIMIT_VARIABLES.items():
            text = environ.get(variable, "").strip()
            if not text:
                continue
            if text.isascii() and text.isdigit() and len(text) <= _LONGEST_LIMIT and int(text):
                limits[field] = int(text)
            else:
                wrong.append(f"{variable} has to be a whole number from 1 on, and is {text[:_LONGEST_LIMIT]!r}.")
        if wrong:
            raise SettingsError("\n".join(wrong))
        return cls(keys, **limits)


DEFAULT_WEB_SETTINGS: Final = WebSettings()


def _snapshot_cache(environ: Mapping[str, str], named: str) -> SnapshotCache | None:
    """Return the cache in a folder that is named, or in the cache folder of the user."""
    if named == OFF:
        return None
    if named:
        return SnapshotCache(Path(named), min_bytes=0)
    folder = _cache_folder(environ)
    return SnapshotCache(folder) if folder else None


def _cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Return the cache folder of this program by the rules of the system, or None for a user without a home."""
    try:
        if sys.platform == "win32":
            local = environ.get("LOCALAPPDATA")
            return (Path(local) if local else Path.home() / "AppData" / "Local") / "polyonym" / "Cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "polyonym"
        cache = environ.get("XDG_CACHE_HOME", "")
        # The XDG specification says that a relative path is to be ignored.
        return (Path(cache) if cache.startswith("/") else Path.home() / ".cache") / "polyonym"
    except RuntimeError:
        return None


def _default_gazetteer(folder: Path) -> Path:
    """Return ./gazetteer where it is one, else the copy inside the package."""
    local = folder / "gazetteer"
    if files_of(local):
        return local
    return bundled_gazetteer()


def bundled_gazetteer() -> Path:
    """Return the gazetteer that comes with the package: inside the wheel, or beside the sources of a checkout."""
    package = Path(str(resources.files("polyonym")))
    inside = package / "bundled"
    return inside if inside.is_dir() else package.parent.parent / "gazetteer"
