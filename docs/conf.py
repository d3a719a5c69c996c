"""Sphinx: the documentation. ``sphinx-build -W docs docs/_build/html`` builds it."""

import ipsec_errors

project = "ipsec-errors"
author = "The ipsec-errors developers"
copyright = f"2026, {author}"
release = version = ipsec_errors.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.intersphinx",
    "sphinx_copybutton",
]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
smartquotes = False  # It would turn the -- of commands into dashes.
exclude_patterns = ["_build"]
# Looked up only where a network is: the build passes without one.
intersphinx_mapping: dict[str, tuple[str, None]] = {}
nitpick_ignore_regex = [
    (r"py:(class|data|exc|obj|meth|attr)", r"(?!ipsec_errors).*"),
    (r"py:.*", r"ipsec_errors\.(lookup|factory|base)\..*"),
    (r"py:.*", r".*\._[A-Z].*"),
]

html_theme = "furo"
html_title = f"ipsec-errors {version}"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
