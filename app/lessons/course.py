"""The course: the lessons of this folder, and those of a teacher's, each in the order of their files' names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.lessons.lesson import Lesson, LessonError
from app.lessons.reading import name_of, read_lesson

TEXTS = Path(__file__).resolve().parent / "texts"
KEPT = 256


@dataclass(frozen=True, slots=True)
class Course:
    """The files of all lessons by name, in their order."""

    files: dict[str, Path]

    @property
    def stamp(self) -> str:
        """What changes when a file does, or which there are."""
        return " ".join(f"{name}:{stamp(path)}" for name, path in self.files.items())

    def lesson(self, name: str) -> Lesson:
        """Raises LessonError for a file with mistakes, KeyError where there is no such lesson."""
        return kept(self.files[name], stamp(self.files[name]))

    def neighbours(self, name: str) -> tuple[str | None, str | None]:
        """The lessons before and after one."""
        names = list(self.files)
        place = names.index(name)
        return (names[place - 1] if place else None), (names[place + 1] if place + 1 < len(names) else None)

    def read(self) -> Iterator[tuple[str, Lesson | LessonError]]:
        """All lessons, or what is wrong with their files."""
        for name in self.files:
            try:
                yield name, self.lesson(name)
            except LessonError as error:
                yield name, error


def course(folder: str = "") -> Course:
    """Our own lessons, then those of `folder`; one of the same name takes the place of ours."""
    return Course({name_of(path): path for path in [*files(TEXTS), *(files(Path(folder)) if folder else ())]})


def files(folder: Path) -> Sequence[Path]:
    return sorted(folder.glob("*.md"))


def stamp(path: Path) -> int:
    """What changes when a file does."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=KEPT)
def kept(path: Path, _: int) -> Lesson:
    return read_lesson(path)
