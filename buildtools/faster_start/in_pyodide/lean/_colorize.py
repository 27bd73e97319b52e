"""Tracebacks without colours, for which no terminal is there; the palettes take long to set up."""


class _NoColour:
    def __getattr__(self, name):
        return ""


class _NoTheme:
    def __getattr__(self, name):
        return _NoColour()


def can_colorize(*, file=None):
    return False


def get_theme(*, tty_file=None, force_color=False, force_no_color=False):
    return _NoTheme()


def __getattr__(name):
    from postponed import attribute

    return attribute(__name__, "_whole_of_colorize", name)
