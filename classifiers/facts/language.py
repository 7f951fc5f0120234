"""The language a letter is written in, by its commonest small words."""

import re
from collections import Counter

LITTLE_WORDS: dict[str, str] = {
    "de": (
        "der die das und ist nicht ich wir sie mit für auf den dem ein eine zu von bei im am wie bitte "
        "nach oder aber haben hat sind wird uns mir ihr ihre ihren sehr geehrte grüßen vom zum zur auch "
        "noch dass daß als kein keine mein"
    ),
    "en": (
        "the and is are was you your we our have has with for from this that not please would of to be "
        "it on at as by my me dear sincerely regards will which been do an any can us yours sir madam"
    ),
    "fr": (
        "le la les des est et vous nous votre notre pour avec dans une un du que qui ne pas sur au aux "
        "par je ce cette mon ma madame monsieur merci sont être avons"
    ),
    "it": (
        "il lo la gli che di e è un una per con non del della dei delle sono nel alla vostro nostro si "
        "ci questo abbiamo gentile cordiali saluti grazie ho mio mia"
    ),
    "es": (
        "el la los las de que y en un una por con no para del se es su al lo como más nuestro estimados "
        "estimado saludos gracias hemos usted ustedes mi me le"
    ),
    "nl": (
        "de het een en van ik wij u uw is niet met voor op aan dat die te zijn wordt heeft hebben "
        "geachte vriendelijke groet bij naar ook maar om mijn ons onze"
    ),
    "pl": (
        "i w na z do się nie jest że to o dla przez od po za proszę państwa pan pani oraz jak który "
        "która czy szanowni poważaniem dziękuję mi mój moja są"
    ),
    "tr": (
        "ve bir bu için ile da de olarak çok var ben biz siz sizin bizim saygılar sayın lütfen değil "
        "olan kadar ama şu ne bana benim teşekkür ederim rica"
    ),
    "cs": "a je se na v že to s z do o pro ve jsem jsme ne by prosím vážení pozdravem děkuji",
    "hr": "i je u na se da za su od ne s sa poštovani molim hvala pozdrav što kao ili nije",
    "ro": "și si de la în cu pe un o nu este sunt pentru din care vă mulțumesc stimate",
    "hu": "a az és hogy nem van egy is ez kérem tisztelt köszönöm üdvözlettel meg vagy",
    "pt": "o a os as de que e em um uma por com não para do da se é prezados obrigado nosso você",
    "uk": "і в на з що не та до за це я ми ви для від прошу дякую",
    "ru": "и в на с что не по за это я мы вы для от прошу спасибо уважаемые",
}
SETS = {language: frozenset(words.split()) for language, words in LITTLE_WORDS.items()}


def find_language(text: str, default: str = "de") -> str:
    """ISO 639-1 code of the language whose little words stand most often in the text; `default` where there are none.

    Names and addresses hardly count: they hold none of these words.
    """
    words = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    scores = {language: sum(words[word] for word in little) for language, little in SETS.items()}
    best = max(scores, key=lambda language: (scores[language], language == default))
    return best if scores[best] > 0 else default
