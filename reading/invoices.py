"""Electronic invoices by EN 16931: XRechnung (UBL, CII) and the XML inside ZUGFeRD / Factur-X, found by content."""

from functools import cache
from pathlib import Path

from lxml import etree

UBL = (
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
)
CII = (
    "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "urn:ferd:CrossIndustryDocument:invoice:1p0",  # ZUGFeRD 1.0
)
EMBEDDED = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
LARGEST = 20 << 20
LONGEST_FIELD = 400

UBL_FIELDS = {
    "number": "ID",
    "date": "IssueDate",
    "due": "DueDate",
    "currency": "DocumentCurrencyCode",
    "reference": "BuyerReference",
    "order": "OrderReference/ID",
    "seller": "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName",
    "seller_vat": "AccountingSupplierParty/Party/PartyTaxScheme/CompanyID",
    "buyer": "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName",
    "iban": "PaymentMeans/PayeeFinancialAccount/ID",
    "total": "LegalMonetaryTotal/PayableAmount",
}
CII_FIELDS = {
    "number": "ExchangedDocument|HeaderExchangedDocument/ID",
    "date": "ExchangedDocument|HeaderExchangedDocument/IssueDateTime/DateTimeString",
    "due": "**/DueDateDateTime/DateTimeString",
    "currency": "**/InvoiceCurrencyCode",
    "reference": "**/BuyerReference",
    "order": "**/BuyerOrderReferencedDocument/IssuerAssignedID|ID",
    "seller": "**/SellerTradeParty/Name",
    "seller_vat": "**/SellerTradeParty/SpecifiedTaxRegistration/ID[@schemeID='VA']",
    "buyer": "**/BuyerTradeParty/Name",
    "iban": "**/IBANID",
    "total": "**/DuePayableAmount",
}
LINE = "**/InvoiceLine|CreditNoteLine|IncludedSupplyChainTradeLineItem"
LINE_FIELDS = ("**/Item|SpecifiedTradeProduct/Name", "**/LineExtensionAmount|LineTotalAmount")
"""Paths by local names, for prefixes differ: `|` one of these, `**/` at any depth."""


def read_invoice(xml: bytes) -> dict[str, str]:
    """The invoice's fields (`invoice.number`, `invoice.total` …; `invoice.lines` a line each); empty if it is none.

    Dates as ISO 8601. Entities are not expanded and nothing is fetched.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    namespace = etree.QName(root).namespace if isinstance(root.tag, str) else None
    paths = UBL_FIELDS if namespace in UBL else CII_FIELDS if namespace in CII else {}
    fields = {f"invoice.{name}": first_text(root, path) for name, path in paths.items()}
    fields |= {key: iso_date(fields[key]) for key in ("invoice.date", "invoice.due") if fields.get(key)}
    lines = [" ".join(filter(None, (first_text(line, path) for path in LINE_FIELDS))) for line in select(root, LINE)]
    fields["invoice.lines"] = "\n".join(lines) if paths else ""
    return {key: value for key, value in fields.items() if value}


def select(node: etree._Element, path: str) -> list[etree._Element]:
    """The elements at the path."""
    found = node.xpath(xpath_of(path))
    return [item for item in found if isinstance(item, etree._Element)] if isinstance(found, list) else []


@cache
def xpath_of(path: str) -> str:
    """The path as XPath."""
    steps = []
    for step in path.removeprefix("**/").split("/"):
        names, bracket, condition = step.partition("[")
        either = " or ".join(f"local-name()='{name}'" for name in names.split("|"))
        steps.append(f"*[{either}]{bracket}{condition}")
    return (".//" if path.startswith("**/") else "./") + "/".join(steps)


def first_text(node: etree._Element, path: str) -> str:
    """The text of the first element at the path that holds any, on one line."""
    texts = (" ".join((item.text or "").split())[:LONGEST_FIELD] for item in select(node, path))
    return next((text for text in texts if text), "")


def iso_date(text: str) -> str:
    """20260317 (CII, format 102) as 2026-03-17; others as they are."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if len(text) >= 8 and text[:8].isdigit() else text[:10]


def read_invoice_file(path: Path) -> dict[str, str]:
    """The fields of an invoice that is an XML file; empty if it is none or larger than any invoice."""
    return read_invoice(path.read_bytes()) if path.stat().st_size <= LARGEST else {}
