"""Understanding measured: own letters with their recipients left out, then the shared letters; writes docs/accuracy.md.

    python -m bench.understanding [--shared ../shared] [--scans] [--peer] [--note TEXT] [--folds 4]

Model, thresholds and features are chosen on the own letters alone; each run on the shared ones is logged with its day.
`--scans` renders the shared letters as office scans and reads them (minutes); else their text is measured.
`--peer` measures beside it what the best open peer does: counts of words and pairs into a small neural network.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.neural_network import MLPClassifier

from bench.real_meaning import describe as describe_real
from bench.real_meaning import judge_folder
from classifiers.classify import LinearClassifier
from classifiers.evaluate import Figure, Figures, Outcome, classify_all, leave_one_out, measure
from classifiers.labelled import LabelledLetter, as_read_letter, read_folder
from classifiers.thresholds import Point, choose_thresholds, draw_curve, judged
from classifiers.train import make_examples, train_examples
from config.rules import load_rules
from config.settings import Place, Reading, Thresholds
from config.taxonomy import load_taxonomy
from posteingang.evaluation import scan_with
from reading.client import open_reader
from routing.choose import TaxonomyRouter

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "accuracy.md"
LOG = "## Runs on the shared letters"
PRECISION = 0.99
ANSWERS: dict[str, Callable[[LabelledLetter], str]] = {
    "topic": lambda letter: letter.topic,
    "sender type": lambda letter: letter.sender.type,
}
AIMS = {
    "sender_type": "≥ 0.98",
    "topic": "≥ 0.93",
    "department": "≥ 0.95",
    "trap_topic": "≥ 0.85",
    "routed": "≥ 0.80",
    "routed_right": "≥ 0.99",
    "date": "≥ 0.98",
    "deadline": "≥ 0.92",
    "false_deadlines": "< 0.03",
    "references": "≥ 0.95",
    "sender_name": "≥ 0.95",
    "language": "≥ 0.99",
    "urgent": "≥ 0.90",
    "false_alarms": "≤ 0.05",
}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--scans", action="store_true")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--note", default="")
    parser.add_argument("--folds", type=int, default=4)
    arguments = parser.parse_args()
    own = read_folder(ROOT / "samples" / "letters")
    bench = Bench(own)
    outcomes = leave_one_out(own, bench.learn, bench.router(Thresholds()), folds=arguments.folds)
    chosen = choose_thresholds(judged(outcomes), PRECISION)
    log = REPORT.read_text(encoding="utf-8").partition(LOG)[2] if REPORT.exists() else "\n"
    thresholds = chosen.thresholds if chosen else Thresholds()
    parts = [*own_part(outcomes, chosen)]
    if (arguments.shared / "letters").is_dir():
        shared = read_folder(arguments.shared / "letters")
        figures = bench.measure_shared(shared, thresholds, scans=arguments.scans)
        way = "office scans" if arguments.scans else "text"
        parts += shared_part(figures, way, thresholds)
        if arguments.scans and (arguments.shared / "real").is_dir():
            parts += bench.real_part(arguments.shared / "real")
        if arguments.peer:
            parts += peer_part(own, shared)
        log += log_line(figures, way, arguments.note)
    else:
        print(f"{arguments.shared}/letters is not there: the shared letters are not measured.", file=sys.stderr)
    REPORT.write_text("\n".join([*head(len(own)), *parts, LOG]) + log, encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


class Bench:
    """The own letters counted once, and models of parts of them."""

    def __init__(self, own: Sequence[LabelledLetter]) -> None:
        self.taxonomy = load_taxonomy(ROOT / "config" / "taxonomy.yaml")
        self.examples = dict(zip((letter.id for letter in own), make_examples(own), strict=True))
        self.own = own

    def learn(self, letters: Sequence[LabelledLetter]) -> LinearClassifier:
        """A classifier that saw these letters only."""
        model = train_examples([self.examples[letter.id] for letter in letters], {}).model
        return LinearClassifier(model, self.taxonomy, Place())

    def router(self, thresholds: Thresholds) -> TaxonomyRouter:
        """The shipped rules under these thresholds."""
        return TaxonomyRouter(
            load_rules(ROOT / "config" / "routing.yaml", self.taxonomy), self.taxonomy, thresholds, Place()
        )

    def real_part(self, folder: Path) -> Iterator[str]:
        """Real letters and mails, under the shipped thresholds."""
        yield "## Real letters and mails, shipped thresholds"
        yield ""
        classifier, router = self.whole, self.router(Thresholds())
        with tempfile.TemporaryDirectory() as scratch:
            reader = open_reader(Reading(), Path(scratch))
            for title, name in (("Letters", "letters"), ("Mails", "email")):
                yield from describe_real(title, list(judge_folder(folder / name, reader, classifier, router)))
            reader.close()

    @cached_property
    def whole(self) -> LinearClassifier:
        """A classifier that saw all own letters."""
        return self.learn(self.own)

    def measure_shared(self, shared: Sequence[LabelledLetter], thresholds: Thresholds, *, scans: bool) -> Figures:
        """The figures of a model of all own letters on the shared ones."""
        classifier, router = self.whole, self.router(thresholds)
        if not scans:
            return measure(classify_all(shared, classifier, router))
        with tempfile.TemporaryDirectory() as folder:
            reader = open_reader(Reading(), Path(folder))
            try:
                return measure(classify_all(shared, classifier, router, scan_with(reader, Path(folder))))
            finally:
                reader.close()


def head(own: int) -> Iterator[str]:
    """The beginning of the report."""
    yield "# Accuracy"
    yield ""
    yield f"Written by `python -m bench.understanding` on {date.today()}; {own} own letters (samples/letters)."
    yield "95 % intervals by Wilson."
    yield ""


def own_part(outcomes: Sequence[Outcome], chosen: Point | None) -> Iterator[str]:
    """The own letters: figures, curve, confusions."""
    figures = measure(outcomes)
    yield "## Own letters, whole recipients left out, pooled"
    yield ""
    yield from table(figures)
    yield ""
    yield f"Expected calibration error: topic {figures.topic_calibration:.3f}, "
    yield f"sender type {figures.sender_type_calibration:.3f}."
    yield ""
    yield "Coverage against precision (right = department and topic), by the topic's threshold:"
    yield ""
    yield from curve_table(draw_curve(judged(outcomes)))
    yield ""
    found = describe(chosen) if chosen else "none reaches it"
    yield f"Thresholds for a precision of {PRECISION}: {found}."
    yield ""
    yield "Taken for another topic, most often: " + ", ".join(
        f"{labelled} for {found_as} ({count})" for labelled, found_as, count in figures.confusions[:15]
    )
    yield ""


def describe(chosen: Point) -> str:
    """Thresholds and what they give."""
    return f"{chosen.limits} ({chosen.coverage:.3f} without a person, {chosen.precision:.3f} right)"


def shared_part(figures: Figures, way: str, thresholds: Thresholds) -> Iterator[str]:
    """The shared letters: figures, confusions, and what went wrong."""
    yield f"## Shared letters ({way}), never trained on"
    yield ""
    yield f"Thresholds from the own letters: topic {thresholds.topic}, sender type {thresholds.sender_type}."
    yield ""
    yield from table(figures)
    yield ""
    yield f"Expected calibration error: topic {figures.topic_calibration:.3f}, "
    yield f"sender type {figures.sender_type_calibration:.3f}."
    yield ""
    yield "| as labelled | as found | letters |"
    yield "| --- | --- | --- |"
    yield from (f"| {labelled} | {found} | {count} |" for labelled, found, count in figures.confusions)
    yield ""
    yield "Wrong, with how sure: " + ", ".join(f"{key} ({sure:.2f})" for key, _, _, sure in figures.wrong)
    yield ""


def table(figures: Figures) -> Iterator[str]:
    """All shares with their intervals."""
    yield "| figure | share | 95 % | of | aim |"
    yield "| --- | --- | --- | --- | --- |"
    for name, value in figures:
        if isinstance(value, Figure):
            low, high = value.interval
            aim = AIMS.get(name, "")
            yield f"| {name.replace('_', ' ')} | {value.share:.3f} | {low:.3f}-{high:.3f} | {value.total} | {aim} |"


def curve_table(points: Sequence[Point]) -> Iterator[str]:
    """Every fifth point of the curve."""
    yield "| threshold | without a person | right |"
    yield "| --- | --- | --- |"
    yield from (
        f"| {point.thresholds.topic:.2f} | {point.coverage:.3f} | {point.precision:.3f} |" for point in points[::5]
    )


def peer_part(own: Sequence[LabelledLetter], shared: Sequence[LabelledLetter]) -> Iterator[str]:
    """The peer's algorithm on the same letters: what it gets right."""
    vectorizer = CountVectorizer(analyzer="word", ngram_range=(1, 2), min_df=0.01)
    known = vectorizer.fit_transform([as_read_letter(letter).text.lower() for letter in own])
    unseen = vectorizer.transform([as_read_letter(letter).text.lower() for letter in shared])
    yield "## Beside it: the peer's algorithm, trained on the same own letters (text)"
    yield ""
    for name, answer in ANSWERS.items():
        network = MLPClassifier(tol=0.01, random_state=1).fit(known, [answer(letter) for letter in own])
        right = int(np.sum(network.predict(unseen) == np.array([answer(letter) for letter in shared])))
        figure = Figure(right=right, total=len(shared))
        yield f"- {name}: {figure.share:.3f} ({figure.interval[0]:.3f}-{figure.interval[1]:.3f})"
    yield ""


def log_line(figures: Figures, way: str, note: str) -> str:
    """This run's line in the log."""
    shares = f"sender type {figures.sender_type.share:.3f}, topic {figures.topic.share:.3f}"
    routed = f"routed {figures.routed.share:.3f} at {figures.routed_right.share:.3f} right"
    facts = f"deadline {figures.deadline.share:.3f}, references {figures.references.share:.3f}"
    return f"\n- {date.today()}, {way}: {shares}, {routed}, {facts}. {note}".rstrip() + "\n"


if __name__ == "__main__":
    main()
