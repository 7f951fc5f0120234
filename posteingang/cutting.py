"""The commands about a scan's pages: how they lie, cutting them otherwise, and being done with a scan."""

import click

from inbox.views import Cutting, ScanPage, ScanView
from letters.errors import AccessError
from letters.reasons import Language, Reason
from posteingang.assembly import Assembly


def parse_pages(text: str) -> tuple[int, ...]:
    """The pages (from 0) of `1,4,7`. Raises AccessError("pages_not_understood")."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and int(part) for part in parts):
        raise AccessError("pages_not_understood", text=text)
    return tuple(int(part) - 1 for part in parts)


def cut(assembly: Assembly, scan: int, firsts: str, kept: str, as_suggested: bool, as_json: bool) -> None:
    """Cut as told; without a word of how, show how the scan is cut and what is suggested."""
    desk, view = assembly.desk(), assembly.desk().scan(scan)
    if firsts or kept or as_suggested:
        view = desk.cut(scan, cutting_of(view, firsts, kept, as_suggested))
    show(view, as_json, assembly.settings.language)


def cutting_of(view: ScanView, firsts: str, kept: str, as_suggested: bool) -> Cutting:
    """What was told: the first pages named, or those there are, with the suggested ones if these are accepted."""
    begins = parse_pages(firsts) if firsts else tuple(page.number for page in view.pages if page.first)
    if as_suggested:
        begins += tuple(page.number for page in view.pages if page.suggested is not None)
    return Cutting(firsts=begins, kept=parse_pages(kept) if kept else (), letters=view.letters)


def show(view: ScanView, as_json: bool, language: Language) -> None:
    """The scan's pages, a line each."""
    if as_json:
        click.echo(view.model_dump_json())
        return
    for page in view.pages:
        click.echo(f"{page.number + 1:>5}  {place(page):14}{note(page, language)}")


def place(page: ScanPage) -> str:
    """Where the page lies."""
    return f"letter {page.letter}" if page.letter is not None else page.role or "–"


def note(page: ScanPage, language: Language) -> str:
    """Whether a letter begins on the page, or may."""
    if page.suggested is None:
        return "first page" if page.first else ""
    params = {"page": str(page.number + 1), "sure": str(round(100 * page.suggested))}
    return Reason(code="first_page_suggested", params=params).in_language(language)


def close(assembly: Assembly, scan: int) -> None:
    """Be done with a scan that lies in clearing without a letter."""
    assembly.desk().close_scan(scan)
    click.echo(f"scan {scan}: closed")
