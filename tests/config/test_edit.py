import tempfile
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from config.edit import write_section
from config.settings import load_settings

OTHERS = st.lists(
    st.sampled_from(
        ["language: en", "# eine Bemerkung", "", "workers: 3", "place:\n  country: AT", "web:\n  # nur hier\n  port: 0"]
    ),
    unique=True,
    max_size=6,
)
SECTION = st.sampled_from(
    [
        "",
        "thresholds:\n  topic: 0.1\n  # warum\n  distance: 0.2\n",
        "thresholds: {topic: 0.1}\n",
        "thresholds:\n\n  topic: 0.1\n\n",
    ]
)


@given(OTHERS, SECTION, OTHERS)
def test_a_section_is_set_and_everything_else_stays(before: list[str], section: str, after: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posteingang.yaml"
        after = [line for line in after if line not in before or not line]
        path.write_text("\n".join([*before, section, *after]) + "\n", encoding="utf-8")
        was = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        write_section(path, "thresholds", {"topic": 0.85, "sender_type": 0.7, "distance": 0.0})
        text = path.read_text(encoding="utf-8")
        now = yaml.safe_load(text)
        assert now.pop("thresholds") == {"topic": 0.85, "sender_type": 0.7, "distance": 0}
        was.pop("thresholds", None)
        assert now == was
        assert text.count("#") == "\n".join([*before, section, *after]).count("#")
        assert load_settings(path, {}).thresholds.topic == 0.85


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "config" / "posteingang.yaml"
    write_section(path, "thresholds", {"topic": 0.9})
    assert path.read_text(encoding="utf-8") == "thresholds:\n  topic: 0.9\n"
