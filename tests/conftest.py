"""The real parts are at hand in every test; how long an example takes says nothing on a machine that is busy."""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.parts.redis",
    "tests.parts.postgres",
    "tests.parts.elastic",
    "tests.parts.chromium",
    "tests.parts.verapdf",
    "tests.parts.trained",
]

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
