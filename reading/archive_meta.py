"""What a PDF/A says of itself: metadata, the colours it means, the files it carries (ISO 19005-2 and -3)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from PIL import ImageCms

Level = Literal["2b", "3b"]
PRODUCER = "Posteingang"
PROFILE_DATE = bytes.fromhex("07d0 0001 0001 0000 0000 0000")  # 1 January 2000: the same profile every day

METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{description}
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{created}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
DESCRIPTION = """
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Als Bild gezeichnet, Seite: {pages}</rdf:li>
<rdf:li xml:lang="en">Drawn as a picture, page: {pages}</rdf:li></rdf:Alt></dc:description>"""


class Attachment(NamedTuple):
    """A file that the copy carries (the XML of an e-invoice); `relation` as ISO 19005-3, 6.8 names it."""

    name: str
    data: bytes
    media_type: str = "text/xml"
    relation: Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"] = "Alternative"


def describe_copy(pdf: Pdf, level: Level, title: str, created: datetime, drawn: Sequence[int]) -> None:
    """Write metadata and output intent; `drawn` are the places (from 0) of the pages drawn as pictures."""
    moment = created.astimezone(UTC)
    said = clean_text(title)
    pages = ", ".join(str(place + 1) for place in drawn)
    text = METADATA.format(
        part=level[0],
        title=escape(said),
        description=DESCRIPTION.format(pages=pages) if drawn else "",
        producer=PRODUCER,
        created=moment.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
    )
    pdf.Root.Metadata = Stream(pdf, text.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
    date = String(moment.strftime("D:%Y%m%d%H%M%S+00'00'"))
    information = Dictionary(Title=String(said), Producer=String(PRODUCER), CreationDate=date, ModDate=date)
    pdf.trailer.Info = pdf.make_indirect(information)
    pdf.Root.OutputIntents = Array([pdf.make_indirect(write_intent(pdf))])


def clean_text(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return "".join(char if char.isprintable() else " " for char in text)


def write_intent(pdf: Pdf) -> Dictionary:
    """Device colours are meant as sRGB."""
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_stream(srgb_profile(), N=3),
    )


@cache
def srgb_profile() -> bytes:
    """The sRGB profile as Little CMS makes it (free of copyright), with a fixed date (ICC.1, 7.2.8: bytes 24 to 35)."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made[:24] + PROFILE_DATE + made[36:]


def attach_files(pdf: Pdf, attachments: Sequence[Attachment], created: datetime) -> None:
    """Embed the files and associate them with the document; nothing where there are none."""
    if not attachments:
        return
    date = String(created.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'"))
    given = {clean_text(attachment.name): attachment for attachment in attachments}
    files = {name: pdf.make_indirect(write_file(pdf, name, given[name], date)) for name in sorted(given)}
    names = Array([part for name, file in files.items() for part in (String(name), file)])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))
    pdf.Root.AF = Array(list(files.values()))


def write_file(pdf: Pdf, name: str, attachment: Attachment, date: Object) -> Dictionary:
    """The entry of one embedded file."""
    stream = Stream(
        pdf,
        attachment.data,
        Type=Name.EmbeddedFile,
        Subtype=Name("/" + attachment.media_type),
        Params=Dictionary(ModDate=date, Size=len(attachment.data)),
    )
    return Dictionary(
        Type=Name.Filespec,
        F=String(name),
        UF=String(name),
        AFRelationship=Name("/" + attachment.relation),
        EF=Dictionary(F=stream, UF=stream),
    )
