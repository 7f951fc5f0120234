"""How a page speaks to its reader: phrases, labels, reasons, days and ages in German or English."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import Request

from config.taxonomy import Taxonomy
from letters.labels import CLEARING
from letters.reasons import Language, Reason
from web.phrases import PHRASES, phrase

COOKIE = "language"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Speech:
    """Speaks `language` to a reader in the time `zone`, with the names of the taxonomy."""

    def __init__(self, language: Language, zone: ZoneInfo, taxonomy: Taxonomy, now: datetime | None = None) -> None:
        self.language = language
        self.zone = zone
        self.taxonomy = taxonomy
        self.now = now or datetime.now(UTC)
        self.today = self.now.astimezone(zone).date()

    def phrase(self, key: str, **params: object) -> str:
        """A phrase of the pages."""
        return phrase(key, self.language, **params)

    def count(self, one: str, many: str, count: int) -> str:
        """A phrase with a number: `one` for 1, else `many`."""
        return self.phrase(one if count == 1 else many, count=count)

    def coded(self, kind: str, code: str) -> str:
        """The name of a label that is code (a status, an event, a language); the label itself where it has none."""
        key = f"{kind}_{code}"
        return self.phrase(key) if key in PHRASES else code

    def topic(self, key: str) -> str:
        """A topic's name; the key itself where the taxonomy does not have it any more."""
        entry = self.taxonomy.topics.get(key)
        return entry.name(self.language) if entry else key

    def sender_type(self, key: str) -> str:
        """A sender type's name."""
        entry = self.taxonomy.sender_types.get(key)
        return entry.name(self.language) if entry else key

    def queue(self, key: str) -> str:
        """The name of a department or of clearing."""
        if key == CLEARING:
            return self.phrase("clearing")
        entry = self.taxonomy.departments.get(key)
        return entry.name(self.language) if entry else key

    def reason(self, reason: Reason) -> str:
        """A reason's sentence, with the names of topics and departments instead of their keys."""
        params = {name: self.named(name, value, reason.params) for name, value in reason.params.items()}
        return Reason(code=reason.code, params=params).in_language(self.language).replace(" %", "\u00a0%")

    def named(self, name: str, value: str, params: dict[str, str]) -> str:
        """The value of a reason's parameter as a reader should see it."""
        kind = params.get("field", "") if name in {"old", "new", "value"} else name
        if name == "field" and value in PHRASES:
            return self.phrase(value)
        if name == "person":
            return self.coded("by", value)
        if kind in {"topic", "runner_up"}:
            return self.topic(value)
        if kind in {"department", "queue"}:
            return self.queue(value)
        return self.sender_type(value) if kind == "sender_type" else value

    def day(self, day: date) -> str:
        """A day, as it is written in Germany or in Britain."""
        if self.language == "de":
            return f"{day:%d.%m.%Y}"
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def due(self, day: date) -> str:
        """A day to come: today, tomorrow, or its date."""
        names = {self.today: "due_today", self.today + timedelta(days=1): "due_tomorrow"}
        return self.phrase(names[day]) if day in names else self.day(day)

    def moment(self, moment: datetime) -> str:
        """A day and the time of day to the minute."""
        local = moment.astimezone(self.zone)
        return f"{self.day(local.date())} {local:%H:%M}"

    def age(self, moment: datetime) -> str:
        """How long ago it was."""
        minutes = int((self.now - moment).total_seconds() // 60)
        if minutes < 1:
            return self.phrase("age_now")
        if minutes < 60:
            return self.phrase("age_minutes", count=minutes)
        days = (self.today - moment.astimezone(self.zone).date()).days
        if minutes < 24 * 60 or days == 0:
            return self.phrase("age_hours", count=minutes // 60)
        return self.phrase("age_day") if days == 1 else self.phrase("age_days", count=days)

    def percent(self, share: float) -> str:
        """A probability (0..1); only certainty is 100 %, only impossibility 0 %."""
        number = int(share * 100 + 0.5)
        if 0 < share < 1:
            return "<\u00a01\u00a0%" if number < 1 else f"{min(number, 99)}\u00a0%"
        return f"{number}\u00a0%"

    def money(self, value: float, currency: str) -> str:
        """A sum of money."""
        text = f"{value:,.2f}"
        if self.language == "de":
            text = text.translate(str.maketrans(",.", ".,"))
        return f"{text} {currency}"

    def size(self, count: int) -> str:
        """A number of bytes."""
        text = f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{-(-count // 1000)} kB"
        return text.replace(".", ",") if self.language == "de" else text


def language_of(request: Request, default: Language) -> Language:
    """What the reader wants: asked for in the address, remembered from before, or told by the browser."""
    for wish in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if wish in {"de", "en"}:
            return "de" if wish == "de" else "en"
    return accepted(request.headers.get("accept-language", ""), default)


def accepted(header: str, default: Language) -> Language:
    """The language that an Accept-Language header likes better (RFC 9110, 12.5.4); `default` where it likes neither."""
    likes: dict[str, float] = {}
    for entry in header.lower().split(","):
        tag, _, quality = entry.partition(";")
        likes.setdefault(tag.strip().partition("-")[0], quality_of(quality))
    german, english = likes.get("de", 0.0), likes.get("en", 0.0)
    if german == english:
        return default
    return "de" if german > english else "en"


def quality_of(text: str) -> float:
    """The weight behind a language: 1 where none is given, 0 where it cannot be read."""
    name, _, number = text.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0
