"""YAML files written by people: model, rules, examples, lists."""

from typing import Any

import yaml

# libyaml is ten times as fast as the Python loader. A PyYAML built without it gives the same results.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str) -> Any:
    """The content of a YAML text, plain values only.

    Raises yaml.YAMLError with the line if it is not YAML.
    """
    return yaml.load(text, Loader=_LOADER)
