"""Which of the engine's languages a page is written in, by the small words that stand in every sentence."""

from collections.abc import Sequence

from letters.page import Word

SENTENCES = {
    "deu": "der die das und nicht mit ich wir sie ist ein eine zu den für auf von dem des im bitte",
    "eng": "the and of to is for you we that with not this are have be our your on it please",
    "fra": "le la les et des de vous nous pas est une dans pour que qui du je votre sur avec",
    "ita": "il la di che non per una del con sono della gli le vi si questo è dal nel più",
    "spa": "el la los las de que y no una por con para su del se le es nuestro este como",
    "nld": "de het een en niet van wij u uw voor met dat is op aan zijn te deze ik bij",
    "pol": "w i nie na się z do że jest o od za po oraz są dla jak przez prosimy tym",
    "tur": "ve bir bu için ile de da olarak ne daha çok gibi var en olan sayın kadar sonra her",
}
SMALL_WORDS = {language: frozenset(words.split()) for language, words in SENTENCES.items()}
CODES = {"deu": "de", "eng": "en", "fra": "fr", "ita": "it", "spa": "es", "nld": "nl", "pol": "pl", "tur": "tr"}
FEWEST_HITS = 6
CLEARLY = 2.0  # times as many hits as the language that the page was read in


def count_small_words(words: Sequence[Word], language: str) -> int:
    """How many words of the page are small words of the language."""
    known = SMALL_WORDS.get(language, frozenset())
    return sum(word.text.lower().strip(",.;:()") in known for word in words)


def other_language(words: Sequence[Word], languages: Sequence[str]) -> str | None:
    """The language, among those installed, that the page is clearly written in; None when it is the first one."""
    hits = {language: count_small_words(words, language) for language in languages}
    best = max(hits, key=lambda language: hits[language])
    clear = hits[best] >= max(FEWEST_HITS, CLEARLY * hits[languages[0]])
    return best if best != languages[0] and clear else None


def page_language(words: Sequence[Word]) -> str | None:
    """The page's language as ISO 639-1 says it, where its small words tell clearly."""
    hits = sorted((count_small_words(words, language), language) for language in SMALL_WORDS)
    (second, _), (most, language) = hits[-2:]
    return CODES[language] if most >= FEWEST_HITS and most >= CLEARLY * second else None
