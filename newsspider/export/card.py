"""The card of a Hugging Face data set."""

from __future__ import annotations

from typing import Any

from newsspider.export import forms


def card(facts: dict[str, Any]) -> str:
    """Return README.md of a data set folder: configuration and features in YAML, then words."""
    languages = sorted({tag.partition("-")[0] for tag in facts["languages"] if tag})
    head = [
        "---",
        "license: other",
        "license_name: publishers",
        *(["language:", *(f"- {tag}" for tag in languages)] if languages else []),
        "tags:",
        "- news",
        "configs:",
        "- config_name: default",
        "  data_files:",
        "  - split: train",
        "    path: data/train-*.parquet",
        "dataset_info:",
        "  features:",
        forms.card_features(forms.columns()),
        "  splits:",
        "  - name: train",
        f"    num_examples: {facts['records']}",
        "---",
    ]
    published = " to ".join(facts["published"]) or "unknown"
    notes = "\n\n".join(facts["notes"])
    said = f"\n## Notes\n\n{notes}\n" if notes else ""
    body = f"""
# News articles

{facts["records"]} articles of {len(facts["sites"])} sites, published {published}, made by newsspider
{facts["newsspider"]} (schema {facts["schema_version"]}). One row is one article; every field is defined in newsspider's
documentation of the record. Times are strings, as the pages state them: loaders that turn them into timestamps lose
offsets. `provenance` says for each value where on its page it stands.

`dataset.json` has counts, checksums of all files, and what was selected.

## Licence

{facts["licence"]}

## Robots

{facts["robots"]}
{said}"""
    return "\n".join(head) + "\n" + body
