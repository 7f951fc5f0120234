"""What references are called and what shapes they have, in German and a few other languages: hints for the judge."""

import re

# What a number may be called. Stems; German glues them (Kunden-nummer, Rechnungs-Nr., Versicherungs-schein-nummer).
NUMBER_WORD = r"(?:nummer|nr\b\.?|no\b\.?|n°|zeichen|kennung|-?id\b|zahl|code)"
STEM = (
    r"(?:kunden|rechnungs?|re|rg|vertrags?|auftrags?|bestell(?:ungs?)?|mitglieds?|policen?|versicherungs?(?:schein)?|"
    r"versicherten|schaden(?:s|fall)?|akten|geschäfts|kassen|steuer|ordnungs|debitoren|kreditoren|liefer(?:schein)?|"
    r"angebots?|vorgangs?|ticket|personal|matrikel|spender?|paten|teilnehmer|lizenz|serien|geräte|artikel|"
    r"objekt|miet(?:er|"
    r"vertrags?)|wohnungs|zähler|kennziffer|referenz|beitrags|betriebs|konto|vertragskonto|buchungs|buchungskonto|"
    r"patienten|fall|abo(?:nnement)?s?|depot|darlehens?|kredit|karten|sendungs?|fracht|tour|projekt|"
    r"gutschrifts?|mahn(?:ungs)?|"
    r"leistungs|register|handelsregister|leser|partner|lieferanten|mandats|gläubiger|einlieferungs|"
    r"reservierungs|retouren|"
    r"reklamations|beleg|dokument(?:en)?|antrags|förder|stamm|stellen|chiffre|anzeigen|rahmenvertrags|"
    r"unfall|verfahrens|"
    r"sozialversicherungs|renten(?:versicherungs)?|einsatz|losungs|bescheid|abnahmestellen|marktlokations|"
    r"verbrauchsstellen|"
    r"auftragsbuch|bestellschein|vergabe|klinik|aufnahme|ausweis|bibliotheks|benutzer|immatrikulations|"
    r"pfarr|grab|gebühren)"
)
OWN = r"(?:(?:ihr|unser|mein|dein|our|your|my|notre|votre)(?:e|em|er|es|en)?\s)?"
COMPOUND = rf"{OWN}(?:[a-zäöüß]+-?)?{STEM}-?\s?{NUMBER_WORD}"
SIGN = (
    r"(?:ihre?|unsere?|meine?)\s(?:zeichen|geschäftszeichen|aktenzeichen|nachricht|referenz|bestellung|auftrag|"
    r"anfrage|angebot|rechnung)"
)
ALONE = (
    r"aktenzeichen|geschäftszeichen|kassenzeichen|kennziffer|gesch\.-?z\.|gz\.?|az\.?|kd\.?-?\s?nr\.?|re\.?-?\s?nr\.?|"
    r"rg\.?-?\s?nr\.?|rnr\.?|vs\.?-?nr\.?|vers\.?-?nr\.?|st\.?-?nr\.?|best\.?-?nr\.?|auftr\.?-?nr\.?|vertr\.?-?nr\.?|"
    r"mitgl\.?-?nr\.?|lief\.?-?schein|"
    r"(?:customer|invoice|order|contract|member(?:ship)?|policy|account|reference|case|claim|ticket|donor|"
    r"booking|quotation|"
    r"quote|subscription|delivery note|purchase order|po|file|licen[cs]e)\s?(?:number|no\.?|id|ref\.?|#)|"
    r"(?:our|your)\s(?:ref(?:erence)?\.?|po|order|invoice|enquiry|quote)|reference|"
    r"numéro (?:de )?(?:client|facture|commande|contrat)|n° (?:de )?(?:client|facture|commande|contrat)|"
    r"(?:müşteri|sipariş|fatura) (?:numarası|no)|numer (?:klienta|faktury|zamówienia|umowy)|nr (?:klienta|"
    r"faktury|zamówienia|umowy)|"
    r"(?:numero|codice) (?:cliente|fattura|ordine)|(?:klant|factuur|order)nummer"
)
NAKED = (
    r"[a-zäöüß]*(?:rechnung|bestellung|auftrag|vertrag|vereinbarung|konto|schein|buchung)|angebot|"
    r"gutschrift|mahnung|police|"
    r"ticket|schaden|vorgang|invoice|order|referenz|bescheid|auftragsbestätigung|darlehen|abo|projekt|"
    r"sendung|mandat|depot|"
    r"facture|fattura|zamówienie|offerta|offer|quotation|agreement|subscription|devis|debitor|honorarnote|"
    r"nachtrag|kommission|"
    r"einsatz|lizenz|kd|rg|re"
)
LABEL = (
    rf"(?P<label>(?i:{SIGN}|{COMPOUND}|{OWN}(?:{ALONE})|{OWN}(?:{NAKED})\.?(?:\s?(?:nr\.?|no\.?|n\.|nummer))?|"
    r"\b(?:nr|no)\.))"
)
# A token with a digit near its beginning, perhaps after a few capitals, and digit groups after it on the same line.
NUMBER = r"(?=[A-Za-z./\-]{0,10}\d)[A-Z0-9][\w./\-]*"
MORE = r"(?: (?:[A-Z]{1,3} )?(?!\d{1,2}\.)\d[\dA-Z/-]*(?!\w|[.,:]\d| ?[€%]))*"
VALUE = rf"(?P<value>(?:[A-Z][A-Za-z]{{0,3}} )?{NUMBER}{MORE})"
PATTERN = re.compile(
    rf"(?<![\w-]){LABEL}(?P<join>\s?[:#]\s?|\s(?:lautet|ist|ist die|mit der Nummer|mit der Nr\.|Nr\.|No\.|"
    rf"n\.|lautend auf)\s|\s?\(|\s){VALUE}"
)
# Numbers of a shape that only offices invent: court files, number plates, HW-24-0093, 25-778120, K-231776.
CODE = re.compile(
    r"(?<![\w/.@-])(?:\d{1,3} [A-Z]{1,4}[a-z]{0,2} \d{1,5}/\d{2,4}|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \d{1,4}|"
    r"[A-Z]{1,6}-(?:[A-Z\d]{1,6}[-/]){0,3}\d{2,}[\w/-]*|[A-Z]{1,4}(?!\d{8})\d{4,}|\d{2}[A-Z]?-\d{3,}|"
    r"\d{2,4}-(?:[A-Z]{1,4}|\d{1,2})-\d{2,}|[A-Z]{1,3} \d{2,4}[-/]\d{2,})(?![\w/-])"
)
NO_CODE = re.compile(
    r"^(?:CHE|CHF|EUR|USD|WS|SS|\d\d-\d\d-\d{4}$|DIN|ISO|EN|IP|KW|CO|COVID|PLZ|[A-Z]-\d{4,5}$|(?:19|20)\d\d-[01]\d-[0-3]\d)"
)
COLON_LINE = re.compile(
    r"(?:^|(?<=\n)|(?<=   ))(?P<label>[^\W\d_][\w .,/()-]{1,34}?)\s?:\s(?P<value>\S[^\n]{0,40}?)(?=   |\n|$)"
)
NOT_A_NUMBER = re.compile(
    r"^\d{1,2}[.:]\d{2}$|^\d{1,2}\.?$|^[\d.]+,\d\d$|^\d{1,2}\.\s?\d{1,2}\.?(\s?\d{2,4})?$|^(19|20)\d\d$|^20\d\d/\d\d$"
)
NO_LABEL = re.compile(
    r"\b(tel|fon|fax|mobil|phone|telefon|e-?mail|mail|iban|bic|swift|ust|vat|betreff|datum|date|von|an|"
    r"from|to|subject|uhr|"
    r"anlage|betrag|summe|gesamt|netto|brutto|preis|web|internet|www|bank|blz|hinweis|ps|p\.s|termin|"
    r"zeitraum|seite|cc)\b",
    re.IGNORECASE,
)


def acceptable(value: str, join: str) -> bool:
    """Whether the value is a number that someone filed something under, not a date, a sum or a count."""
    digits = sum(char.isdigit() for char in value)
    if NOT_A_NUMBER.match(value) or re.match(r"[A-Z]{2}\d\d ?\d{4}", value):
        return False
    return digits >= 3 or (digits > 0 and any(char.isupper() for char in value)) or (digits == 2 and ":" in join)
