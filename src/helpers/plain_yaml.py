"""YAML from users: plain values, no objects, no anchors and aliases (a few hundred bytes of them fill any memory)."""

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # as yaml.safe_load, ten times as fast where built


class PlainYamlError(ValueError):
    """The text is no plain YAML; the message says why, in one line."""


def load_plain_yaml(text: str) -> object:
    """Read YAML text.

    Raises:
        PlainYamlError: If it is not valid, or holds an anchor or an alias.
    """
    try:
        for token in yaml.scan(text, Loader=_LOADER):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                raise PlainYamlError(
                    f"line {token.start_mark.line + 1}: anchors (&) and aliases (*) are not allowed; "
                    "write the value out, or put it in quotation marks"
                )
        return yaml.load(text, Loader=_LOADER)
    except PlainYamlError:
        raise
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise PlainYamlError(f"is not valid YAML: {' '.join(str(error).split()) or type(error).__name__}") from None
