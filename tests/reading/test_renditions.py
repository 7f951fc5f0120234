"""Mails and e-invoices become pages; what they say in structured form is kept, what cannot be read is said."""

import io
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest

from config.settings import Reading
from letters.errors import LetterError
from letters.scan import OpenedScan
from reading.engines import open_engine
from reading.invoices import read_invoice
from reading.limits import Limits
from reading.mail import html_text
from reading.pages import Desk
from reading.scans import open_file
from reading.tessdata import find_tessdata
from tests.reading.hostile import make_bare_file_mail
from tests.reading.material import digital, encode, page_picture, save

LIMITS = Limits(pages=20, megapixels=50)

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <rsm:ExchangedDocument><ram:ID>R-2026-17</ram:ID>
  <ram:IssueDateTime><udt:DateTimeString format="102">20260304</udt:DateTimeString></ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:SpecifiedTradeProduct><ram:Name>Pflanzerde 40 l</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>80.00</ram:LineTotalAmount>
   </ram:SpecifiedTradeSettlementLineMonetarySummation>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>04011000-12345-34</ram:BuyerReference>
   <ram:SellerTradeParty><ram:Name>Gärtnerei Süßmilch GmbH</ram:Name>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">12/345</ram:ID></ram:SpecifiedTaxRegistration>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE123456788</ram:ID></ram:SpecifiedTaxRegistration>
   </ram:SellerTradeParty><ram:BuyerTradeParty><ram:Name>Stadt Beispiel</ram:Name></ram:BuyerTradeParty>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:IBANID>DE02120300000000202051</ram:IBANID>
   <ram:DueDateDateTime><udt:DateTimeString format="102">20260318</udt:DateTimeString></ram:DueDateDateTime>
   <ram:DuePayableAmount>95.20</ram:DuePayableAmount></ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
UBL = """<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:ID>R-2026-18</cbc:ID><cbc:IssueDate>2026-03-04</cbc:IssueDate><cbc:DueDate>2026-03-18</cbc:DueDate>
 <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
 <cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>DE123456788</cbc:CompanyID>
  </cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>Gärtnerei Süßmilch GmbH</cbc:RegistrationName>
  </cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
 <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">95.20</cbc:PayableAmount></cac:LegalMonetaryTotal>
 <cac:InvoiceLine><cbc:LineExtensionAmount>80.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Pflanzerde</cbc:Name>
 </cac:Item></cac:InvoiceLine></Invoice>"""


def opened(path: Path) -> OpenedScan:
    return open_file(path, path.name, path.parent, LIMITS)


@pytest.fixture(scope="module")
def desk() -> Desk:
    settings = Reading()
    return Desk(settings, open_engine(settings, find_tessdata(settings.languages)))


def mail(body: str = "Guten Tag,\nanbei die Kündigung.\nGrüße") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Bärbel Süßmilch <b@suessmilch.example>", "post@stadt.example"
    message["Subject"] = "Kündigung – Vertrag 4711"
    message["Date"] = "Wed, 04 Mar 2026 09:00:00 +0100"
    message.set_content(body)
    return message


def test_a_mail_and_its_attachments_become_one_stack_of_pages(desk: Desk, tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(digital(), maintype="application", subtype="pdf", filename="Kündigung.pdf")
    picture = encode(page_picture("clean", 150), "JPEG", dpi=(150, 150))
    message.add_attachment(picture, maintype="image", subtype="jpeg", filename="scan.jpg")
    result = opened(save(tmp_path, "mail.eml", message.as_bytes()))
    assert [(p.name, p.kind, p.first_page, p.page_count, p.attachment) for p in result.parts] == [
        ("mail.eml", "email", 0, 1, False),
        ("Kündigung.pdf", "pdf", 1, 1, True),
        ("scan.jpg", "jpeg", 2, 1, True),
    ]
    assert (result.page_count, result.doubts) == (3, ())
    assert result.data["subject"] == "Kündigung – Vertrag 4711"
    assert result.data["from"] == "Bärbel Süßmilch <b@suessmilch.example>"
    assert result.rendition
    pages = [desk.read_page(result.rendition, "pdf", number) for number in range(3)]
    assert [page.part for page in pages] == [0, 1, 2]
    assert "anbei die Kündigung." in pages[0].text
    assert "Betreff: Kündigung – Vertrag 4711" in pages[0].text
    assert all("Stromvertrags" in page.text for page in pages[1:])


@pytest.mark.parametrize(
    ("name", "content"),
    [("alles.zip", b"PK\x03\x04" + b"\0" * 40), ("kaputt.pdf", b"%PDF-1.7 nichts"), ("leer.pdf", b"")],
)
def test_an_attachment_that_cannot_be_read_is_said(tmp_path: Path, name: str, content: bytes) -> None:
    message = mail()
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    result = opened(save(tmp_path, "mail.eml", message.as_bytes()))
    assert [(doubt.code, doubt.params) for doubt in result.doubts] == [("attachment_not_read", {"name": name})]


def test_an_encrypted_attachment_is_said(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(digital())) as document:
        document.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    message = mail()
    message.add_attachment((tmp_path / "a.pdf").read_bytes(), maintype="application", subtype="pdf", filename="a.pdf")
    assert [doubt.code for doubt in opened(save(tmp_path, "m.eml", message.as_bytes())).doubts] == [
        "attachment_not_read"
    ]


def test_an_attached_mail_is_read_with_its_own_attachments(desk: Desk, tmp_path: Path) -> None:
    inner = mail("Das steht in der inneren Nachricht.")
    inner.add_attachment(digital(), maintype="application", subtype="pdf", filename="innen.pdf")
    message = mail("Siehe unten.")
    message.add_attachment(inner)
    result = opened(save(tmp_path, "mail.eml", message.as_bytes()))
    assert [part.name for part in result.parts][1:] == ["Kündigung – Vertrag 4711.txt", "innen.pdf"]
    assert result.rendition
    assert "Das steht in der inneren Nachricht." in desk.read_page(result.rendition, "pdf", 1).text


def test_what_a_mail_says_is_never_markup(desk: Desk, tmp_path: Path) -> None:
    body = '#read("/etc/passwd") $x$ *fett* _schief_ = Titel\n#import "@preview/x:1.0.0"\n\\ [a] <b> @c'
    result = opened(save(tmp_path, "mail.eml", mail(body).as_bytes()))
    assert result.rendition
    text = " ".join(desk.read_page(result.rendition, "pdf", 0).text.split())
    assert '#read("/etc/passwd") $x$ *fett* _schief_ = Titel' in text


def test_html_is_read_as_its_reader_sees_it() -> None:
    html = (
        "<style>p{}</style><p>Guten&nbsp;Tag</p><script>x()</script><ul><li>eins<li>zwei</ul><img src='http://x/y.png'>"
    )
    assert html_text(html).replace("\xa0", " ").split() == ["Guten", "Tag", "eins", "zwei"]


@pytest.mark.parametrize("xml", [CII, UBL])
def test_an_xml_invoice_is_typeset_and_its_fields_are_kept(desk: Desk, tmp_path: Path, xml: str) -> None:
    result = opened(save(tmp_path, "rechnung.xml", xml.encode()))
    assert (result.kind, result.page_count) == ("xml", 1)
    assert result.data["invoice.seller"] == "Gärtnerei Süßmilch GmbH"
    assert result.data["invoice.seller_vat"] == "DE123456788"
    assert (result.data["invoice.date"], result.data["invoice.due"]) == ("2026-03-04", "2026-03-18")
    assert result.data["invoice.total"] == "95.20"
    assert result.data["invoice.lines"].startswith("Pflanzerde")
    assert result.rendition
    text = desk.read_page(result.rendition, "pdf", 0).text
    assert result.data["invoice.number"] in text
    assert "Süßmilch" in text


def test_the_xml_inside_a_zugferd_file_is_kept(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(digital())) as document:
        document.attachments["factur-x.xml"] = CII.encode()
        document.save(tmp_path / "zugferd.pdf")
    result = opened(tmp_path / "zugferd.pdf")
    assert (result.kind, result.rendition) == ("pdf", None)
    assert result.data["invoice.number"] == "R-2026-17"


def test_xml_that_is_no_invoice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LetterError) as caught:
        opened(save(tmp_path, "a.xml", b"<?xml version='1.0'?><liste><a/></liste>"))
    assert caught.value.reason.code == "unknown_kind"


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    evil = UBL.replace("<Invoice", '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice', 1)
    fields = read_invoice(evil.replace("R-2026-18", "&x;").encode())
    assert "root" not in "".join(fields.values())
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + UBL.replace(
        "18", "&b;"
    )
    assert len("".join(read_invoice(bomb.encode()).values())) < 1000


SIGNED = """From: Amt <a@amt.example>
To: post@stadt.example
Subject: Bescheid
MIME-Version: 1.0
Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="s"

--s
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: text/plain; charset=utf-8

Anbei der Bescheid.
--m
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable
Content-Disposition: attachment; filename="Gr=FCnde.txt"

Die Gr=FCnde f=FCr den Bescheid.
--m
Content-Type: text/html; charset=utf-8
Content-Disposition: attachment; filename="Formular.html"

<html><head><title>x</title></head><body><p>Bitte <b>ausfüllen</b></p><script>alert("nein")</script></body></html>
--m
Content-Type: text/plain; charset=utf-8

Der Text nach den Anlagen.
--m--
--s
Content-Type: application/pkcs7-signature; name=smime.p7s
Content-Disposition: attachment; filename=smime.p7s
Content-Transfer-Encoding: base64

MIIB
--s--
"""


def test_a_signed_mail_is_read_with_all_that_lies_in_it(desk: Desk, tmp_path: Path) -> None:
    result = opened(save(tmp_path, "signed.eml", SIGNED.encode()))
    assert (len(result.parts), result.doubts) == (4, ()), "the body, two files, the text behind them; no signature"
    assert result.rendition
    texts = [desk.read_page(result.rendition, "pdf", number).text for number in range(result.page_count)]
    assert "Anbei der Bescheid." in texts[0]
    assert "Die Gründe für den Bescheid." in texts[1], "in whatever character set it came"
    assert "Bitte ausfüllen" in texts[2]
    assert "nein" not in texts[2]
    assert "Der Text nach den Anlagen." in texts[3]


def test_a_mail_that_is_nothing_but_a_file_is_read_as_that_file(desk: Desk, tmp_path: Path) -> None:
    result = opened(make_bare_file_mail(tmp_path))
    assert result.rendition
    assert "Stromvertrags" in desk.read_page(result.rendition, "pdf", result.page_count - 1).text


def test_an_invoice_and_its_xml_are_no_doubt_but_another_letter_inside_is(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(digital())) as document:
        document.attachments["factur-x.xml"] = CII.encode()
        document.attachments["Daten.xml"] = b"<?xml version='1.0'?><x/>"
        document.save(tmp_path / "a.pdf")
        document.attachments["Nachweis.pdf"] = digital()
        document.save(tmp_path / "b.pdf")
    plain, carrying = opened(tmp_path / "a.pdf"), opened(tmp_path / "b.pdf")
    assert (plain.data["invoice.number"], plain.doubts) == ("R-2026-17", ())
    assert [(doubt.code, doubt.params) for doubt in carrying.doubts] == [
        ("embedded_not_read", {"name": "Nachweis.pdf"})
    ]
    assert carrying.data == plain.data
