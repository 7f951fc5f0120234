from pathlib import Path

import pytest

from config.rules import load_rules
from config.taxonomy import load_taxonomy
from letters.errors import SettingsError

CONFIG = Path(__file__).parents[2] / "config"
SMALL = """sender_types:
  customer: {de: Kunde, en: Customer}
topics:
  order: {de: Bestellung, en: Order, department: sales}
departments:
  sales: {de: Vertrieb, en: Sales}
"""


def test_the_shipped_taxonomy_names_everything_in_both_languages() -> None:
    taxonomy = load_taxonomy(CONFIG / "taxonomy.yaml")
    assert len(taxonomy.topics) == 22
    assert {topic.department for topic in taxonomy.topics.values()} == set(taxonomy.departments)
    entries = [*taxonomy.sender_types.values(), *taxonomy.topics.values(), *taxonomy.departments.values()]
    assert all(entry.name("de") and entry.name("en") for entry in entries)
    assert taxonomy.topics["hr_admin"].confidential
    assert not taxonomy.topics["order"].confidential
    assert taxonomy.topics["press"].service_days == 1


def test_the_shipped_rules_fit_the_shipped_taxonomy() -> None:
    assert load_rules(CONFIG / "routing.yaml", load_taxonomy(CONFIG / "taxonomy.yaml")) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("department: sales}", "department: sail}", 4, "“sail” is no department"),
        ("en: Order, ", "", 4, "Field required"),
        ("department: sales}", "department: sales, colour: red}", 4, "Extra inputs"),
        ("department: sales}", "department: sales, service_days: -1}", 4, "greater than"),
        ("  sales: {de", "  clearing: {de: Klärung, en: Clearing}\n  sales: {de", 1, "clearing"),
    ],
)
def test_a_mistake_in_the_taxonomy_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, problem: str
) -> None:
    path = tmp_path / "taxonomy.yaml"
    path.write_text(SMALL.replace(old, new), encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_taxonomy(path)
    assert error.value.reason.params["line"] == str(line)
    assert problem in error.value.reason.params["problem"]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("- name: a\n  when: {topic: order}\n  to: nowhere\n", 3, "nowhere"),
        ("- name: a\n  when:\n    topic: odrer\n  to: sales\n", 3, "odrer"),
        ("- name: a\n  when: {sender_type: friend}\n  to: sales\n", 2, "friend"),
        ("- name: a\n  when: {}\n  to: sales\n", 2, "at least one condition"),
        ("- name: a\n  when: {colour: red}\n  to: sales\n", 2, "Extra inputs"),
        ("- name: a\n  when: {topic: order}\n  to: sales\n" * 2, 4, "twice"),
    ],
)
def test_a_mistake_in_the_rules_is_named_with_its_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    (tmp_path / "taxonomy.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "routing.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_rules(tmp_path / "routing.yaml", load_taxonomy(tmp_path / "taxonomy.yaml"))
    assert error.value.reason.params["line"] == str(line)
    assert problem in error.value.reason.params["problem"]


def test_one_word_needs_no_list_and_no_file_means_no_rules(tmp_path: Path) -> None:
    (tmp_path / "taxonomy.yaml").write_text(SMALL, encoding="utf-8")
    taxonomy = load_taxonomy(tmp_path / "taxonomy.yaml")
    assert load_rules(tmp_path / "routing.yaml", taxonomy) == ()
    (tmp_path / "routing.yaml").write_text("- name: a\n  when: {text_contains: Eilt}\n  to: sales\n", encoding="utf-8")
    assert load_rules(tmp_path / "routing.yaml", taxonomy)[0].when.text_contains == ("Eilt",)
