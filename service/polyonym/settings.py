"""The environment, read once, to one frozen value."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from polyonym.errors import SettingsError
from polyonym.gazetteer.source import files_of
from polyonym.snapshots.cache import SnapshotCache

GAZETTEER_VARIABLE = "POLYONYM_GAZETTEER"
KEYS_VARIABLE = "POLYONYM_API_KEYS"
SNAPSHOT_VARIABLE = "POLYONYM_SNAPSHOT"
OFF = "off"
"""The word in place of a folder for snapshots that keeps none."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the surroundings say: which gazetteer to serve, and the keys that open what is not for everybody.

    Compiled snapshots are kept on `cache`, None for nowhere.
    """

    gazetteer: Path
    api_keys: frozenset[str]
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
        the variable names, and `off` keeps none. Raises SettingsError for a gazetteer that is named and does not exist,
        and for a key that no header can carry.
        """
        named = gazetteer or (Path(environ[GAZETTEER_VARIABLE]) if environ.get(GAZETTEER_VARIABLE) else None)
        if named is not None and not named.exists():
            source = "--gazetteer" if gazetteer else GAZETTEER_VARIABLE
            raise SettingsError(f"There is no gazetteer at {str(named)!r}, which {source} names.")
        keys = frozenset(key.strip() for key in environ.get(KEYS_VARIABLE, "").split(",") if key.strip())
        if any(not key.isascii() for key in keys):
            raise SettingsError(f"{KEYS_VARIABLE} holds a key that is not ASCII and cannot be sent in a header.")
        cache = _snapshot_cache(environ, snapshot or environ.get(SNAPSHOT_VARIABLE, ""))
        return cls(named or _default_gazetteer(folder or Path.cwd()), keys, cache)


def _snapshot_cache(environ: Mapping[str, str], named: str) -> SnapshotCache | None:
    """Return where snapshots are kept."""
    if named == OFF:
        return None
    if named:
        return SnapshotCache(Path(named), least=0)
    cache = _cache_folder(environ)
    return SnapshotCache(cache) if cache else None


def _cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Return the folder for what this program can make anew, None for a user without a home."""
    try:
        if sys.platform == "win32":
            local = environ.get("LOCALAPPDATA")
            return (Path(local) if local else Path.home() / "AppData" / "Local") / "polyonym" / "Cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "polyonym"
        cache = environ.get("XDG_CACHE_HOME", "")
        # The specification wants a relative path to be ignored.
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
