"""Reasons: why a letter lies where it lies, in words that a clerk understands. One table for the whole house."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["de", "en"]


class Reason(BaseModel):
    """A code with the values its text needs; the text is looked up, so that it is said in the reader's language."""

    model_config = ConfigDict(frozen=True)

    code: str
    params: dict[str, str] = {}

    def in_language(self, language: Language) -> str:
        """The sentence in German or English; raises KeyError for a code that no table entry names."""
        german, english = TEXTS[self.code]
        return (german if language == "de" else english).format(**self.params)


TEXTS: dict[str, tuple[str, str]] = {
    # Settings: start refused
    "yaml_broken": (
        "{file}, Zeile {line}: kein gültiges YAML ({problem}). Bitte berichtigen und `posteingang check` aufrufen.",
        "{file}, line {line}: not valid YAML ({problem}). Please mend it and run `posteingang check`.",
    ),
    "yaml_key_twice": (
        "{file}, Zeile {line}: „{name}“ steht zweimal da. Bitte einen der beiden Einträge entfernen.",
        "{file}, line {line}: “{name}” stands there twice. Please remove one of the two.",
    ),
    "setting_wrong": (
        "{file}, Zeile {line}: „{name}“: {problem}. Bitte berichtigen und `posteingang check` aufrufen.",
        "{file}, line {line}: “{name}”: {problem}. Please mend it and run `posteingang check`.",
    ),
    "unknown_variable": (
        "Die Umgebungsvariable {name} nennt keine Einstellung. Es gibt: {known}.",
        "The environment variable {name} names no setting. There are: {known}.",
    ),
    "variable_wrong": (
        "Die Umgebungsvariable {name} taugt nicht ({problem}). Bitte berichtigen.",
        "The environment variable {name} will not do ({problem}). Please mend it.",
    ),
    "home_unusable": (
        "Der Ordner {home} ist nicht zu gebrauchen ({problem}). Bitte Rechte prüfen oder anderswo anfangen: --home.",
        "The folder {home} cannot be used ({problem}). Please check its access rights, or name another with --home.",
    ),
    "secret_missing": (
        "{variable} nennt die Datei {file}, aber sie lässt sich nicht lesen. Bitte Pfad und Rechte prüfen.",
        "{variable} names the file {file}, but it cannot be read. Please check its path and permissions.",
    ),
    "secret_in_file": (
        "{file}: „{name}“ ist ein Geheimnis. Bitte aus der Datei nehmen und als Umgebungsvariable setzen.",
        "{file}: “{name}” is a secret. Please take it out of the file and set it in the environment.",
    ),
    # Intake: what cannot be taken
    "empty_file": (
        "Die Datei ist leer (0 Byte). Bitte neu scannen.",
        "The file is empty (0 bytes). Please scan it again.",
    ),
    "not_a_file": (
        "Das ist keine gewöhnliche Datei, sondern {what}. Bitte die Datei selbst ablegen.",
        "This is not an ordinary file but {what}. Please drop the file itself.",
    ),
    "unknown_kind": (
        "Dieses Dateiformat kennt der Posteingang nicht. Bitte als PDF, TIFF, JPEG oder PNG ablegen.",
        "This kind of file is not known here. Please drop a PDF, TIFF, JPEG or PNG.",
    ),
    "encrypted": (
        "Die Datei ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern und neu ablegen.",
        "The file is protected by a password. Please save it without one and drop it again.",
    ),
    "damaged": (
        "Die Datei ist beschädigt, keine Seite lässt sich öffnen. Bitte neu scannen.",
        "The file is damaged, not one page can be opened. Please scan it again.",
    ),
    "too_large": (
        "Die Datei überschreitet eine Grenze ({limit}). Bitte in kleinere Teile zerlegen.",
        "The file exceeds a limit ({limit}). Please split it into smaller parts.",
    ),
    "file_unreadable": (
        "Die Datei darf nicht gelesen werden. Bitte die Zugriffsrechte ändern und die Datei neu ablegen.",
        "Reading the file is not permitted. Please change its access rights and drop it again.",
    ),
    "file_changing": (
        "Die Datei wurde während der Annahme verändert. Sie wird angenommen, sobald sie ruht.",
        "The file was changed while it was taken in. It is taken once it rests.",
    ),
    "file_not_stored": (
        "Die Datei ließ sich nicht speichern ({problem}). Bitte Platz und Zugriffsrechte des Datenordners prüfen.",
        "The file could not be stored ({problem}). Please check the data folder's free space and access rights.",
    ),
    "duplicate": (
        "Dieselbe Datei kam schon einmal an (Scan {scan}).",
        "The same file has arrived before (scan {scan}).",
    ),
    # Reading: what is doubtful about pages
    "page_unreadable": (
        "Seite {page} ließ sich nicht lesen. Bitte das Original ansehen oder die Seite neu scannen.",
        "Page {page} could not be read. Please look at the original or scan the page again.",
    ),
    "page_doubtful": (
        "Seite {page} ist schlecht lesbar ({sure} % sicher). Bitte den Text prüfen.",
        "Page {page} is hard to read ({sure} % sure). Please check the text.",
    ),
    "no_text": (
        "Auf keiner Seite wurde Text gefunden. Bitte das Bild ansehen.",
        "No text was found on any page. Please look at the picture.",
    ),
    "stopped_three_times": (
        "Der Schritt „{step}“ ist dreimal ohne Ergebnis abgebrochen. Bitte den Brief von Hand zuordnen.",
        "The step “{step}” stopped three times without a result. Please assign the letter by hand.",
    ),
    "step_failed": (
        "Der Schritt „{step}“ ist fehlgeschlagen ({error}). Bitte den Brief von Hand zuordnen.",
        "The step “{step}” failed ({error}). Please assign the letter by hand.",
    ),
    "nothing_left": (
        "Der Scan besteht nur aus leeren Seiten und Trennblättern. Bitte nachsehen, ob ein Brief fehlt.",
        "The scan holds only blank pages and separator sheets. Please see whether a letter is missing.",
    ),
    # The office
    "no_such_scan": (
        "Einen Scan {scan} gibt es nicht. `posteingang status` und `export --scans` zeigen, welche es gibt.",
        "There is no scan {scan}. `posteingang status` and `export --scans` show which there are.",
    ),
    "no_such_scan_page": (
        "Scan {scan} hat keine Seite {page}. Er hat {count}.",
        "Scan {scan} has no page {page}. It has {count}.",
    ),
    "scan_not_placed": (
        "Scan {scan} lässt sich nicht trennen: Er wird noch gelesen oder hat keine Seiten.",
        "Scan {scan} cannot be cut: it is still being read, or has no pages.",
    ),
    "scan_changed": (
        "Scan {scan} wurde inzwischen anders getrennt. Bitte noch einmal ansehen und dann trennen.",
        "Scan {scan} was cut otherwise meanwhile. Please look at it again, then cut.",
    ),
    "nothing_to_cut": (
        "Scan {scan} hat nur leere Seiten und Trennblätter. Bitte die Seiten nennen, die ein Brief sind.",
        "Scan {scan} holds only blank pages and separator sheets. Please name the pages that are a letter.",
    ),
    "pages_not_understood": (
        "„{text}“ nennt keine Seiten. Bitte Nummern ab 1 mit Komma nennen: 1,4,7",
        "“{text}” names no pages. Please name numbers from 1 with commas: 1,4,7",
    ),
    "not_in_clearing": (
        "Scan {scan} liegt nicht ohne Brief in der Klärung, es gibt nichts zu schließen.",
        "Scan {scan} does not lie in clearing without a letter, there is nothing to close.",
    ),
    "no_such_file": (
        "Eine Datei „{name}“ gibt es nicht. Bitte den Namen prüfen.",
        "There is no file “{name}”. Please check the name.",
    ),
    "is_a_folder": (
        "„{name}“ ist ein Ordner. Bitte die Dateien darin nennen.",
        "“{name}” is a folder. Please name the files in it.",
    ),
    "no_such_letter": (
        "Einen Brief {letter} gibt es nicht. `posteingang search` und `export` zeigen, welche es gibt.",
        "There is no letter {letter}. `posteingang search` and `export` show which there are.",
    ),
    "not_refused": (
        "Scan {scan} ist weder abgewiesen noch ohne Brief in der Klärung, es gibt nichts zu wiederholen.",
        "Scan {scan} is neither refused nor in clearing without a letter, there is nothing to try again.",
    ),
    "file_gone": (
        "Die Datei „{name}“ liegt nicht mehr in refused/. Bitte neu in den überwachten Ordner legen.",
        "The file “{name}” lies no longer in refused/. Please drop it into the watched folder again.",
    ),
    "no_such_label": (
        "„{label}“ steht nicht in taxonomy.yaml ({kind}). Erlaubt sind: {known}.",
        "“{label}” is not in taxonomy.yaml ({kind}). Allowed are: {known}.",
    ),
    "letter_under_way": (
        "Brief {letter} ist noch unterwegs. Bitte einen Augenblick warten.",
        "Letter {letter} is still under way. Please wait a moment.",
    ),
    "letter_changed": (
        "Brief {letter} wurde inzwischen geändert. Bitte noch einmal ansehen und dann entscheiden.",
        "Letter {letter} was changed meanwhile. Please look at it again, then decide.",
    ),
    "web_not_loopback": (
        "web.host ist „{host}“. Solange es keine Anmeldung gibt, sind nur 127.0.0.1, ::1 und localhost erlaubt.",
        "web.host is “{host}”. As long as there is no sign-in, only 127.0.0.1, ::1 and localhost are allowed.",
    ),
    "page_foreign": (
        "Diese Anfrage kam von einer fremden Seite und wurde nicht ausgeführt.",
        "This request came from a foreign page and was not carried out.",
    ),
    "letter_sealed": (
        "Brief {letter} ist verschlossen (persönlich/vertraulich). Sein Inhalt ist nirgends gespeichert.",
        "Letter {letter} is sealed (personal/confidential). Its content is kept nowhere.",
    ),
    "no_such_page": (
        "Brief {letter} hat keine Seite {page}.",
        "Letter {letter} has no page {page}.",
    ),
    "home_in_use": (
        "In {home} läuft schon ein Posteingang. Bitte diesen beenden oder mit --home einen anderen Ordner nennen.",
        "A Posteingang is already running in {home}. Please stop it or name another folder with --home.",
    ),
    "redis_missing": (
        "redis-server fehlt. Bitte installieren: sudo apt install redis-server",
        "redis-server is missing. Please install it: sudo apt install redis-server",
    ),
    "not_shared": (
        "{what} liegt nur auf diesem Rechner, ein zweiter kann nicht mitarbeiten. Bitte setzen: {setting}",
        "{what} is on this host alone, a second one cannot join in. Please set: {setting}",
    ),
    "no_free_port": (
        "Auf {host} ist kein Port frei. Bitte web.host und web.port prüfen.",
        "No port is free on {host}. Please check web.host and web.port.",
    ),
    "copy_left_out": (
        "Von diesem Brief wird keine Archivkopie gemacht (verschlossen oder nicht ganz gelesen).",
        "No archive copy is made of this letter (sealed or not wholly read).",
    ),
    # Services: tried again by themselves
    "training_failed": (
        "Das Training ist fehlgeschlagen ({problem}). Das bisherige Modell gilt weiter.",
        "Training failed ({problem}). The model in use stays.",
    ),
    "no_such_version": (
        "Es gibt keine Version {version} des Modells. Aufbewahrt sind: {known}.",
        "There is no version {version} of the model. Kept are: {known}.",
    ),
    "precision_not_reached": (
        "Keine Schwelle erreicht die Genauigkeit {precision} (an {letters} Briefen). Bitte eine kleinere nennen.",
        "No threshold reaches a precision of {precision} (judged by {letters} letters). Please name a lower one.",
    ),
    "no_model": (
        "Es gibt noch kein Modell. Bitte `posteingang train` aufrufen.",
        "There is no model yet. Please run `posteingang train`.",
    ),
    "database_down": (
        "Die Datenbank ist nicht erreichbar ({problem}). Bitte Adresse und Dienst prüfen: `posteingang doctor`.",
        "The database cannot be reached ({problem}). Please check its address and service: `posteingang doctor`.",
    ),
    "file_missing": (
        "Die Datei {sha256} fehlt im Speicher. Bitte aus der Sicherung zurückholen.",
        "The file {sha256} is missing from the store. Please bring it back from the backup.",
    ),
    "broker_down": (
        "Redis ist nicht erreichbar ({problem}). Bitte Adresse und Dienst prüfen: `posteingang doctor`.",
        "Redis cannot be reached ({problem}). Please check its address and service: `posteingang doctor`.",
    ),
    "database_url_wrong": (
        "Die Adresse der Datenbank ist nicht lesbar: „{url}“. Erlaubt sind sqlite:///… und postgresql://…",
        "The database's address cannot be read: “{url}”. Allowed are sqlite:///… and postgresql://…",
    ),
    "index_down": (
        "Der Suchindex ist nicht erreichbar ({problem}). Bitte Adresse und Dienst prüfen: `posteingang doctor`.",
        "The search index cannot be reached ({problem}). Please check its address and service: `posteingang doctor`.",
    ),
    "index_busy": (
        "Ein anderer Prozess schreibt in den Suchindex, nur einer darf das. Bitte warten oder ihn beenden.",
        "Another process writes the search index, and only one may. Please wait, or end it.",
    ),
    "index_login": (
        "Elasticsearch weist die Anmeldung ab ({problem}). Bitte index.user und POSTEINGANG_INDEX__PASSWORD prüfen.",
        "Elasticsearch refuses the login ({problem}). Please check index.user and POSTEINGANG_INDEX__PASSWORD.",
    ),
    "index_refused": (
        "Elasticsearch nimmt Brief {letter} nicht an ({problem}). Bitte `posteingang reindex` aufrufen.",
        "Elasticsearch does not accept letter {letter} ({problem}). Please run `posteingang reindex`.",
    ),
    "place_unknown": (
        "posteingang.yaml: „{state}“ ist kein Land oder Kanton von {country}. Bitte `place` berichtigen.",
        "posteingang.yaml: “{state}” is no state of {country}. Please mend `place`.",
    ),
    # Classifying
    "model_missing": (
        "In {folder} liegt kein Modell. Bitte `posteingang train` aufrufen.",
        "There is no model in {folder}. Please run `posteingang train`.",
    ),
    "model_damaged": (
        "Das Modell in {folder} ist beschädigt. Bitte `posteingang train` aufrufen.",
        "The model in {folder} is damaged. Please run `posteingang train`.",
    ),
    "deadline_expired": (
        "Die Frist war bei Eingang schon abgelaufen ({date}). Bitte sofort prüfen.",
        "The deadline was past on arrival ({date}). Please look at it at once.",
    ),
    "deadline_near": (
        "Die Frist endet in wenigen Tagen ({date}).",
        "The deadline ends within days ({date}).",
    ),
    "urgent_words": (
        "Der Brief drängt, nach seinen Worten: {words}.",
        "The letter presses, by its words: {words}.",
    ),
    # Routing: why a letter goes where it goes
    "topic_department": (
        "Thema „{topic}“ gehört zu {department}.",
        "Topic “{topic}” belongs to {department}.",
    ),
    "rule": (
        "Regel „{rule}“: an {department}. {because}",
        "Rule “{rule}”: to {department}. {because}",
    ),
    "topic_unsure": (
        "Das Thema ist unsicher: „{topic}“ mit {sure} %, verlangt sind {needed} %.",
        "The topic is unsure: “{topic}” with {sure} %, {needed} % are needed.",
    ),
    "topic_close": (
        "Das Thema ist knapp: „{topic}“ {sure} % gegen „{runner_up}“ {runner_up_sure} %.",
        "The topic is close: “{topic}” {sure} % against “{runner_up}” {runner_up_sure} %.",
    ),
    "sender_type_unsure": (
        "Die Absenderart ist unsicher: „{sender_type}“ mit {sure} %, verlangt sind {needed} %.",
        "The sender type is unsure: “{sender_type}” with {sure} %, {needed} % are needed.",
    ),
    "sender_type_close": (
        "Die Absenderart ist knapp: „{sender_type}“ {sure} % gegen „{runner_up}“ {runner_up_sure} %.",
        "The sender type is close: “{sender_type}” {sure} % against “{runner_up}” {runner_up_sure} %.",
    ),
    "sealed": (
        "Als persönlich oder vertraulich gekennzeichnet. Bitte ungelesen weitergeben an: {addressee}.",
        "Marked personal or confidential. Please hand it on unread to: {addressee}.",
    ),
    "separator_department": (
        "Das Trennblatt nennt die Abteilung {department}.",
        "The separator sheet names the department {department}.",
    ),
    "separator_unknown": (
        "Das Trennblatt nennt „{department}“, diese Abteilung gibt es nicht. Bitte zuordnen.",
        "The separator sheet names “{department}”, there is no such department. Please assign the letter.",
    ),
    "topic_unknown": (
        "Das Thema „{topic}“ steht nicht mehr in taxonomy.yaml. Bitte zuordnen und `posteingang train` aufrufen.",
        "The topic “{topic}” is no longer in taxonomy.yaml. Please assign the letter and run `posteingang train`.",
    ),
    "service_level": (
        "Zu beantworten binnen {days} Arbeitstagen, bis {date}.",
        "To be answered within {days} working days, by {date}.",
    ),
    "deadline_set": (
        "Der Brief setzt eine Frist: „{phrase}“, also bis {date}.",
        "The letter sets a deadline: “{phrase}”, that is by {date}.",
    ),
    "confirmed": (
        "Von {person} bestätigt: {field} „{value}“.",
        "Confirmed by {person}: {field} “{value}”.",
    ),
    "corrected": (
        "Von {person} geändert: {field} „{old}“ → „{new}“.",
        "Corrected by {person}: {field} “{old}” → “{new}”.",
    ),
    # Reading: limits, and what a reader process meets
    "outlook_message": (
        "Das ist eine Outlook-Nachricht (.msg). Bitte als .eml speichern (oder als PDF drucken) und neu ablegen.",
        "This is an Outlook message (.msg). Please save it as .eml (or print it as PDF) and drop it again.",
    ),
    "too_many_pages": (
        "Die Datei hat mehr als {limit} Seiten. Bitte in kleinere Teile zerlegen.",
        "The file has more than {limit} pages. Please split it into smaller parts.",
    ),
    "too_many_pixels": (
        "Das Bild ist zu groß ({size} Bildpunkte, erlaubt sind {limit} Millionen). Bitte mit 300 dpi neu scannen.",
        "The picture is too large ({size} pixels, {limit} million are allowed). Please scan it again at 300 dpi.",
    ),
    "too_slow": (
        "Die Datei ließ sich nicht innerhalb von {limit} Sekunden öffnen. Bitte drucken und neu scannen.",
        "The file could not be opened within {limit} seconds. Please print it and scan it again.",
    ),
    "page_too_slow": (
        "Seite {page} ließ sich nicht innerhalb von {limit} Sekunden lesen. Bitte das Original ansehen.",
        "Page {page} could not be read within {limit} seconds. Please look at the original.",
    ),
    "over_memory": (
        "Die Seite braucht mehr Speicher als erlaubt ({limit} MB). Bitte mit 300 dpi neu scannen.",
        "The page needs more memory than allowed ({limit} MB). Please scan it again at 300 dpi.",
    ),
    "page_incomplete": (
        "Seite {page} ist beschädigt, ein Teil des Bildes fehlt. Bitte die Seite neu scannen.",
        "Page {page} is damaged, a part of the picture is missing. Please scan the page again.",
    ),
    "handwritten": (
        "Seite {page} ist wohl von Hand geschrieben und wurde nicht gelesen. Bitte das Original lesen und zuordnen.",
        "Page {page} seems to be written by hand and was not read. Please read the original and assign it.",
    ),
    "reader_died": (
        "Der Leseprozess wurde von außen beendet. Die Seite wird von selbst noch einmal gelesen.",
        "The reader process was ended from outside. The page is read again by itself.",
    ),
    "tessdata_missing": (
        "Die Sprachdaten der Texterkennung fehlen ({languages}). Bitte installieren: sudo apt install {packages}",
        "The language data for recognising text are missing ({languages}). Please install: sudo apt install {packages}",
    ),
    # Splitting: where one letter may end and the next begin
    "first_page_suggested": (
        "Mit Seite {page} des Scans beginnt vielleicht ein neuer Brief ({sure} % sicher). Bitte prüfen, dort trennen.",
        "A new letter may begin on page {page} of the scan ({sure} % sure). Please check, and cut there if it does.",
    ),
    "back_begins": (
        "Seite {page} des Scans wirkt wie eine erste Seite, wäre aber eine Rückseite. Bitte beide Durchgänge prüfen.",
        "Page {page} of the scan looks like a first page, but would be a back. Please check both passes.",
    ),
    "passes_uneven": (
        "{count} Seiten: Zu einer Vorderseite fehlt die Rückseite. Bitte beide Seiten des Stapels neu scannen.",
        "{count} pages: a front has no back. Please scan the fronts and the backs of the stack again.",
    ),
    # Reading: mails and office files
    "attachment_not_read": (
        "Die Anlage „{name}“ ließ sich nicht lesen. Bitte im Original öffnen.",
        "The attachment “{name}” could not be read. Please open it in the original.",
    ),
    "attachments_left": (
        "Die Nachricht hat mehr als {limit} Anlagen, die übrigen wurden nicht gelesen. Bitte im Original ansehen.",
        "The mail has more than {limit} attachments, the others were not read. Please look at them in the original.",
    ),
    "embedded_not_read": (
        "Im PDF steckt die Datei „{name}“, sie wurde nicht gelesen. Bitte im Original öffnen.",
        "The PDF carries the file “{name}”, which was not read. Please open it in the original.",
    ),
    "office_file": (
        "Das ist eine Office-Datei. Bitte als PDF speichern und neu ablegen.",
        "This is an office file. Please save it as PDF and drop it again.",
    ),
}
