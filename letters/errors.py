"""Errors of the house: each has a code, an exit code, and a text in German and English that says what to do next."""

from letters.reasons import Reason


class PosteingangError(Exception):
    """The root of all errors that the house raises on purpose."""

    exit_code = 1

    def __init__(self, code: str, **params: str) -> None:
        self.reason = Reason(code=code, params=params)
        super().__init__(self.reason.in_language("en"))


class LetterError(PosteingangError):
    """The letter is at fault: clearing, or refused when not one page can be made; never retried by itself."""

    exit_code = 3


class ServiceError(PosteingangError):
    """A service is down: retried with back-off."""

    exit_code = 4


class SettingsError(PosteingangError):
    """The settings are wrong: start is refused."""

    exit_code = 5


class AccessError(PosteingangError):
    """Not allowed, or not there for whoever asks."""

    exit_code = 6
