"""The real parts are at hand in every test."""

pytest_plugins = [
    "tests.parts.redis",
    "tests.parts.postgres",
    "tests.parts.elastic",
    "tests.parts.chromium",
    "tests.parts.verapdf",
    "tests.parts.trained",
]
