"""Render labelled letters (letters/*.jsonl) as the scans that a mailroom would drop.

    python -m samples.render_letters LETTERS.jsonl OUT_FOLDER [--seed 1] [--dpi 300]
                                     [--quality clean|office|poor] [--only ID …]

For every letter it writes OUT_FOLDER/ID.pdf (pages of pictures only, as from a scanner) and OUT_FOLDER/ID.txt (the
printed text in reading order: the truth for a character error rate). The layout follows DIN 5008 for business styles:
address window at 45 mm from the top, information block at the right. Any Latin fonts do (Liberation, DejaVu and
Carlito by choice).
"""

import argparse
import io
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import img2pdf
import numpy as np
import pypdfium2
import typst
from PIL import Image, ImageFilter

Quality = Literal["clean", "office", "poor"]
Labelled = dict[str, Any]

SERIF = ("Liberation Serif", "DejaVu Serif", "Libertinus Serif")
SANS = ("Liberation Sans", "Carlito", "DejaVu Sans")
MONO = ("Liberation Mono", "DejaVu Sans Mono")
FONTS = {"private_typed": SERIF + MONO, "email_printout": SANS, "invoice": SANS}
OFFICIAL = ("business", "invoice", "form")
WEAR = {"clean": 0.0, "office": 1.0, "poor": 2.2}


class Rendered(NamedTuple):
    """A letter as a scan: the PDF's bytes and the printed text, pages joined by form feed."""

    pdf: bytes
    text: str


def render_letter(letter: Labelled, seed: int = 1, dpi: int = 300, quality: Quality = "office") -> Rendered:
    """The letter as scanned pages. The same letter, seed, dpi and quality give the same pictures."""
    rng = random.Random(f"{seed}:{letter['id']}")
    digital = pypdfium2.PdfDocument(typeset_letter(letter, rng))
    truth, pictures = [], []
    for page in digital:
        truth.append(page.get_textpage().get_text_bounded().replace("\r\n", "\n"))
        picture = wear(page.render(scale=dpi / 72, grayscale=True).to_pil(), rng, quality)
        pictures.append(encode(picture, rng.randint(60, 85), dpi))
    digital.close()
    return Rendered(bytes(img2pdf.convert(pictures)), "\f".join(truth))


def typeset_letter(letter: Labelled, rng: random.Random) -> bytes:
    """The letter as a digital PDF with a text layer, as an office program would print it."""
    return bytes(typst.compile(write_source(letter, rng).encode()))


def encode(picture: Image.Image, quality: int, dpi: int) -> bytes:
    """The picture as JPEG."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, dpi=(dpi, dpi))
    return buffer.getvalue()


def escape(text: str) -> str:
    """Typst markup for literal text."""
    for char in "\\#$*_`<>@[]~=-+/\"'":
        text = text.replace(char, "\\" + char)
    return re.sub(r"^(\d+)\.", r"\1\.", text)  # a day that begins a line is no numbered list


def join_lines(values: Sequence[str]) -> str:
    """Markup of lines that stay lines."""
    return " \\\n".join(escape(value) for value in values if value)


def write_body(text: str, keep_spaces: bool) -> str:
    """Markup of the body: its paragraphs and lines stay; with `keep_spaces` its columns do too."""
    if not keep_spaces:
        return "\n\n".join(join_lines(paragraph.split("\n")) for paragraph in text.split("\n\n"))
    return "\n\n".join(
        " \\\n".join(escape(line).replace("  ", "~~") for line in paragraph.split("\n"))
        for paragraph in text.split("\n\n")
    )


def write_source(letter: Labelled, rng: random.Random) -> str:
    """Typst's source of the letter in its style: business, e-mail printout or private."""
    size = rng.choice([10, 10.5, 11, 11, 12])
    setup = write_setup(letter, size, rng)
    body = write_body(letter["body"], letter["style"] in ("invoice", "form"))
    if letter["style"] in OFFICIAL:
        return setup + write_official(letter, size, body, rng)
    if letter["style"] == "email_printout":
        return setup + write_mail(letter, body)
    return setup + write_private(letter, body)


def write_setup(letter: Labelled, size: float, rng: random.Random) -> str:
    """Page, footer, font."""
    sender = letter["sender"]
    font = rng.choice(FONTS.get(letter["style"], SANS + SERIF))
    footer = ""
    if letter["style"] in OFFICIAL:
        iban = f"IBAN {sender['iban']}" if sender.get("iban") else ""
        vat_id = f"USt-IdNr. {sender['vat_id']}" if sender.get("vat_id") else ""
        foot = " · ".join(value for value in (sender["name"], iban, vat_id) if value)
        footer = f", footer: text(size: 7pt)[{escape(foot)}]"
    hyphenate, justify = (str(rng.random() < 0.3).lower() for _ in range(2))
    return (
        f'#set page(paper: "a4", margin: (left: 25mm, right: 20mm, top: 20mm, bottom: 22mm){footer})\n'
        f'#set text(font: "{font}", size: {size}pt, lang: "{letter["language"]}", hyphenate: {hyphenate})\n'
        f"#set par(justify: {justify}, spacing: 1.1em)\n"
    )


def contact_lines(letter: Labelled) -> list[str]:
    """Telephone and e-mail of the sender, empty where there is none."""
    sender = letter["sender"]
    return [f"Tel. {sender['phone']}" if sender.get("phone") else "", sender.get("email") or ""]


def reference_lines(letter: Labelled) -> list[str]:
    """The references that body and subject do not name themselves."""
    said = letter["body"] + "\n" + letter["subject"]
    return [f"{label}: {value}" for label, value in letter["references"].items() if value not in said]


def write_subject(letter: Labelled) -> str:
    """The subject line in bold, if the letter has one."""
    return f"#strong[{escape(letter['subject'])}]\n\n" if letter["subject"] else ""


def write_official(letter: Labelled, size: float, body: str, rng: random.Random) -> str:
    """A business letter by DIN 5008: letterhead, window with return line, information block."""
    sender = letter["sender"]
    side = rng.choice(["left", "right", "center"])
    who = ", ".join([sender["name"], *sender["lines"]])
    block = join_lines([*contact_lines(letter), *reference_lines(letter)])
    return (
        f'#place(top + {side})[#text(size: {size + 4}pt, weight: "bold")[{escape(sender["name"])}] \\\n'
        f"#text(size: 8pt)[{join_lines(sender['lines'])}]]\n"
        f"#v(25mm)\n#grid(columns: (85mm, 1fr), [#text(size: 6.5pt)[{escape(who)}] \\\n#v(1mm)\n"
        f"{join_lines(letter['recipient'])}], [#set text(size: 9pt)\n{block}])\n#v(10mm)\n"
        f"#align(right)[{escape(letter['place_date'])}]\n#v(5mm)\n{write_subject(letter)}{body}\n"
    )


def write_mail(letter: Labelled, body: str) -> str:
    """An e-mail as printed."""
    sender, references = letter["sender"], join_lines(reference_lines(letter))
    address = "<" + (sender.get("email") or "-") + ">"
    return (
        f"#set par(leading: .6em)\n*Von:* {escape(sender['name'])} {escape(address)} \\\n"
        f"*An:* {escape(letter['recipient'][0])} \\\n*Datum:* {escape(letter['place_date'])} \\\n"
        f"*Betreff:* {escape(letter['subject'])} \n#line(length: 100%)\n"
        + (references + "\n\n" if references else "")
        + body
        + "\n"
    )


def write_private(letter: Labelled, body: str) -> str:
    """A private letter: sender above recipient, no window."""
    sender, references = letter["sender"], join_lines(reference_lines(letter))
    who = [sender["name"], *sender["lines"], *contact_lines(letter)]
    return (
        f"{join_lines(who)}\n#v(8mm)\n{join_lines(letter['recipient'])}\n#v(8mm)\n"
        f"#align(right)[{escape(letter['place_date'])}]\n#v(4mm)\n"
        + (references + "\n\n" if references else "")
        + write_subject(letter)
        + body
        + "\n"
    )


def wear(page: Image.Image, rng: random.Random, quality: Quality) -> Image.Image:
    """Skew, blur, uneven paper, noise: what a feeder scanner adds."""
    level = WEAR[quality]
    if not level:
        return page
    noise = np.random.default_rng(rng.randrange(2**32))
    angle = rng.uniform(-0.7, 0.7) * level
    page = page.rotate(angle, expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page = page.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.6) * level))
    grey = np.asarray(page, dtype=np.float64)
    height, width = grey.shape
    across = np.linspace(0, rng.uniform(-18, 18) * level, width)[None, :]
    down = np.linspace(0, rng.uniform(-12, 12) * level, height)[:, None]
    grey = 255 - (255 - grey) * rng.uniform(0.65, 1) + across + down - rng.uniform(0, 14) * level
    grey += noise.normal(0, rng.uniform(2, 6) * level, grey.shape)
    grey[noise.random(grey.shape) < 2e-5 * level] = 60
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def read_letters(path: Path) -> Iterator[Labelled]:
    """The letters of a JSONL file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def parse_arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("letters", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--quality", choices=get_args(Quality), default="office")
    parser.add_argument("--only", nargs="*", default=[])
    return parser.parse_args()


def main() -> None:
    """The command."""
    arguments = parse_arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for letter in read_letters(arguments.letters):
        if arguments.only and letter["id"] not in arguments.only:
            continue
        rendered = render_letter(letter, arguments.seed, arguments.dpi, arguments.quality)
        (arguments.out / f"{letter['id']}.pdf").write_bytes(rendered.pdf)
        (arguments.out / f"{letter['id']}.txt").write_text(rendered.text, encoding="utf-8")


if __name__ == "__main__":
    main()
