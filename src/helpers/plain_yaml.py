"""YAML from users: plain values, no objects, no anchors and aliases (a few hundred bytes of them fill any memory)."""

import yaml


class PlainYamlError(ValueError):
    """The text is no plain YAML; the message says why, in one line."""


def load_plain_yaml(text: str) -> object:
    """Read YAML text.

    Raises:
        PlainYamlError: If it is not valid, or holds an anchor or an alias.
    """
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                line = event.start_mark.line + 1 if event.start_mark else "?"
                raise PlainYamlError(
                    f"line {line}: anchors (&) and aliases (*) are not allowed; "
                    "write the value out, or put it in quotation marks"
                )
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise PlainYamlError(f"not valid YAML: {' '.join(str(error).split())}") from None
