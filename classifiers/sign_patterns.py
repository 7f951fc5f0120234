"""The patterns of signs: by the part of the letter they are looked for in, name and regular expression.

Written for German post. None of them decides: the weights are learnt from labelled letters.
"""

SIGNS: dict[str, dict[str, str]] = {
    "head": {
        "company": r"\b(gmbh|ag|kg|ohg|ug|se|e\. ?k\.|gbr|mbh|sàrl|s\.?r\.?l|ltd|inc|b\.?v)\b",
        "club": r"\be\. ?v\.|\bverein|stiftung|förder|hilfswerk|initiative|verband\b",
        "office": (
            r"\b(stadt|gemeinde|landkreis|kreis|magistrat|bezirks|regierungs|ministerium|landratsamt|"
            r"behörde|\w*amt|amts\w+)\b"
        ),
        "tax_office": r"finanzamt|steueramt|bundeszentralamt für steuern",
        "court": r"gericht|staatsanwaltschaft|gerichtsvollzieher",
        "lawyer": r"rechtsanw(ä|a)lt|kanzlei|partg|notar",
        "health_fund": (
            r"\w*krankenkasse|\baok\b|\bbkk\b|\bikk\b|ersatzkasse|rentenversicherung|"
            r"berufsgenossenschaft|versorgungskasse"
        ),
        "bank": r"\bbank\b|\w*bank\b|sparkasse|volksbank|raiffeisen",
        "insurer": r"versicherung",
        "press": (
            r"redaktion|zeitung|anzeiger|tageblatt|kurier|rundschau|rundfunk|magazin|verlag|radio|"
            r"fernsehen|\btv\b|podcast|blog|journal|presse"
        ),
        "chamber": r"kammer|\bihk\b|\bhwk\b|innung|gewerkschaft|\bver\.di\b|arbeitgeber",
        "collection": r"inkasso",
    },
    "subject": {
        "invoice": r"rechnung|invoice|faktura|honorarnote|gutschrift|facture",
        "dunning": r"mahnung|zahlungserinnerung|reminder|offene posten|überfällig",
        "complaint": r"beschwerde|reklamation|mangel|mängel|schaden|complaint",
        "cancel": r"kündig|widerruf|storn|rücktritt|abmeld|cancel",
        "order": r"bestell|auftrag\b|buchung|order\b|annahme",
        "offer": r"angebot|preisliste|preisanpassung|konditionen|kostenvoranschlag|quotation|offer",
        "apply": r"bewerbung|stellenanzeige|ausbildungsplatz|praktikum|application",
        "question": r"\?|anfrage|frage\b|auskunft|inquiry|question",
        "data_protection": r"dsgvo|gdpr|datenschutz|art\. ?(15|17|21)|löschung",
        "change": (
            r"änderung|umzug|neue (anschrift|adresse|bankverbindung|kontoverbindung)|sterbefall|"
            r"todesfall|namens"
        ),
        "press": r"presse|interview|recherche|drehgenehmigung|belegexemplar|mediadaten|themenplan",
        "donation": r"spende|sponsor|tombola|förder",
        "notice": r"bescheid|anhörung|anordnung|genehmigung|kontrolle|prüfung",
        "delivery": r"lieferschein|auftragsbestätigung|lieferverzug|lieferverzögerung|liefertermin",
        "contract": r"vertrag|nachtrag|vereinbarung|mietanpassung",
        "garnish": r"pfändung|drittschuldner",
    },
    "body": {
        "i_cancel": r"\b(kündige|kündigen|widerrufe|widerrufen|storniere|stornieren|trete\w* .{0,40}zurück)\b",
        "i_order": (
            r"\b(bestelle|bestellen wir|ordern|buchen wir|buche|nehme\w* .{0,30}angebot .{0,20}an\b|"
            r"auftrag erteilen|reserviere)"
        ),
        "i_apply": r"\bbewerbe\b|meine bewerbung|lebenslauf|vorstellungsgespräch|ausgeschriebene\w* stelle",
        "i_ask": (
            r"könn(t)?en sie mir (bitte )?(sagen|mitteilen)|ich (wü|wu)sste gern|ich hätte eine frage|"
            r"meine frage|möchte\w* (gern )?wissen"
        ),
        "i_object": r"widersprech|lege\w* .{0,30}(widerspruch|einspruch) ein",
        "i_complain": (
            r"unzumutbar|enttäuscht|verärgert|unverschämt|reklamier|beschwer|frechheit|mangelhaft|"
            r"defekt|kaputt"
        ),
        "i_thank": r"herzlichen dank|vielen dank|danke|bedanken|großes lob|begeistert",
        "pay_us_back": (
            r"erstatt|rücküberweis|zurücküberweis|gutschreib|ratenzahl|stundung|lastschrift|abgebucht|"
            r"doppelt überwiesen"
        ),
        "pay_them": (
            r"zahlbar|zahlungsziel|überweisen sie|bitte überweisen|ohne abzug|skonto|rechnungsbetrag|"
            r"zu zahlen"
        ),
        "overdue": (
            r"mahngebühr|verzugszinsen|noch nicht eingegangen|noch offen|überfällig|in verzug|"
            r"kein\w* zahlungseingang"
        ),
        "we_deliver": (
            r"wir liefern|lieferung erfolgt|liefertermin|auftragsbestätigung|versand erfolgt|"
            r"kalenderwoche|rückstand|lieferzeit"
        ),
        "we_offer": (
            r"bieten wir ihnen|unser angebot|freibleibend|preisbindung|preise .{0,40}(anpassen|"
            r"erhöhen)|an das angebot .{0,30}gebunden"
        ),
        "you_win": (
            r"rabatt|kostenlos testen|sonderaktion|exklusiv|gratis|unverbindlich|jetzt sichern|messe|"
            r"besuchen sie uns|demo\b"
        ),
        "law": (
            r"mandant|vollmacht|klage|unterlassung|schadensersatz|fristlos|anwaltlich|gerichtlich|"
            r"\bbgb\b|az\."
        ),
        "authority": r"rechtsbehelfsbelehrung|anhörung|ordnungswidrig|verwaltungsakt|gemäß § ?\d+|bescheid",
        "tax": (
            r"umsatzsteuer-?voranmeldung|körperschaftsteuer|gewerbesteuer|lohnsteuer-?außenprüfung|"
            r"steuererklärung|außenprüfung"
        ),
        "privacy": r"dsgvo|gdpr|personenbezogen|art(ikel|\.) ?1[57]|auskunft .{0,40}daten|aufsichtsbehörde",
        "staff": (
            r"(ihr|ihre|ihrer|ihrem)\w* (mitarbeiter|beschäftigt|arbeitnehmer|angestellt)\w*|"
            r"arbeitsunfähig|elternzeit|arbeitszeugnis|entgelt|drittschuldner"
        ),
        "moved": (
            r"umgezogen|ziehe\w* um|neue anschrift|neue adresse|neue bankverbindung|heiße jetzt|"
            r"verstorben|namensänderung"
        ),
        "press": (
            r"redaktion|leser\w*|interview|beitrag|artikel|sendung|drehen|o-ton|stellungnahme|"
            r"belegexemplar|recherch"
        ),
        "donate": (
            r"spende\w*|sponsor|tombola|trikot|vereins|unterstützung .{0,40}(freuen|bitten)|"
            r"spendenquittung|zuwendungsbestätigung"
        ),
        "leaders": (
            r"hauptversammlung|aktionär|vorstand|aufsichtsrat|gesellschafter|mitgliederversammlung|"
            r"beirat|bürgermeister|abgeordnet"
        ),
        "contract": (
            r"nachtrag|vertragspartner|mietvertrag|rahmenvertrag|vertragslaufzeit|gegenzeichn|"
            r"zwei exemplare|unterzeichnet zurück"
        ),
    },
}
