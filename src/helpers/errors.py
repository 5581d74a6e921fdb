"""Errors that a user can act on: what was wrong, with which value, what is allowed, what to do next."""


class HelpersError(Exception):
    """Base of all errors raised on purpose; its message is one line for the user (exit status 2)."""


class CorpusError(HelpersError):
    """The corpus as a whole cannot be used (a single bad article is a reject, not an error)."""


class StoreError(HelpersError):
    """A store of files cannot be used: its address is not allowed, a package is missing, or it does not answer."""


class CatalogueError(HelpersError):
    """A catalogue of actors or issues, or a corrections file, cannot be read as documented."""


class ParameterError(HelpersError):
    """A parameter has an unknown name, a wrong type or a value that is not allowed."""


class TableSchemaError(HelpersError):
    """A table lacks columns or holds values that its schema does not allow."""


class RunFolderError(HelpersError):
    """The run folder cannot be used as asked."""


class ModelError(HelpersError):
    """No usable spaCy model is installed."""


class PictureError(HelpersError):
    """Charts cannot be drawn as pictures here: a package or a browser is missing."""


class StageError(HelpersError):
    """A notebook failed; the half-run notebook is kept (exit status 1)."""


class ClusterError(HelpersError):
    """The cluster cannot be used: a package is missing, nothing answers, or its machines are set up differently."""
