"""YAML that people write: model, rules, examples, lists."""

from typing import Any

import yaml

# libyaml reads ten times as fast as Python; a PyYAML that was built without it reads the same.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str) -> Any:
    """What a YAML text holds, plain values only.

    Raises yaml.YAMLError, with the mark of the line, where it is not YAML.
    """
    return yaml.load(text, Loader=_LOADER)
