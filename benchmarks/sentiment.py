"""Score the sentiment model: `python benchmarks/sentiment.py GOLD`, GOLD in the JSON lines of NewsMTSC."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from sklearn.metrics import classification_report, f1_score

from helpers.sentiment import LABELS, load_sentiment_model

POLARITIES = {2.0: "negative", 4.0: "neutral", 6.0: "positive"}


def main() -> None:
    """Print F1 by label, and their mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    wanted, given = zip(*judge_all(parser.parse_args().gold), strict=True)
    print(classification_report(wanted, given, labels=LABELS, digits=3))
    print(f"macro-F1 {f1_score(wanted, given, labels=LABELS, average='macro'):.3f} on {len(wanted)} targets")


def judge_all(gold: Path) -> Iterator[tuple[str, str]]:
    """Yield the annotated label of each target and ours."""
    model = load_sentiment_model()
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for target in row["targets"]:
            if target["polarity"] in POLARITIES and target["from"] < target["to"]:
                shares = model.judge(row["sentence_normalized"], target["from"], target["to"])
                yield POLARITIES[target["polarity"]], LABELS[shares.index(max(shares))]


if __name__ == "__main__":
    main()
