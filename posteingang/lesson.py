"""One lesson in a process of its own: `python -m posteingang.lesson HOME`. The model learns from what was decided."""

from posteingang.assembly import Assembly
from posteingang.process import enter


def run_lesson(assembly: Assembly) -> None:
    """Teach the root of the live version, if enough was decided since the last lesson."""
    school = assembly.school()
    root = school.root()
    if root is not None and school.is_lesson_due():
        school.teach(root)


if __name__ == "__main__":
    run_lesson(enter("lesson"))
