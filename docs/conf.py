"""Configuration of Sphinx. ``sphinx-build -W docs docs/_build/html`` builds the documentation."""

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS / "_extensions"), str(DOCS.parent / "src")]

import ipsec_errors  # noqa: E402

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
    "error_pages",
]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
smartquotes = False  # It would turn -- in commands into dashes.
exclude_patterns = ["_build", "_extensions"]
templates_path = ["_templates"]
# Empty, so that the build needs no network.
intersphinx_mapping: dict[str, tuple[str, None]] = {}
nitpick_ignore_regex = [
    (r"py:(class|data|exc|obj|meth|attr)", r"(?!ipsec_errors).*"),
    (r"py:.*", r"ipsec_errors\._(base|catalog|factory|info|logs|types)\..*"),
    (r"py:.*", r".*\._[A-Z].*"),
]

html_theme = "furo"
html_title = f"ipsec-errors {version}"
html_static_path = ["_static"]
html_favicon = "_static/favicon.svg"
html_css_files = ["site.css"]
html_js_files = [(name, {"defer": "defer"}) for name in ("codes.js", "lookup.js", "table.js")]
html_additional_pages = {"404": "404.html"}
html_copy_source = False
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/lookup.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
