"""What must hold of every finding, however the source is given."""

from __future__ import annotations

import io
import json

from ipsec_errors import Finding, IPsecIkeError, Space, find_errors


def check_source(text: str, space: Space | None) -> list[Finding]:
    """Finds the errors of a text and of one other form of it; returns them."""
    found = list(find_errors(text, space=space))
    data = text.encode()
    forms = (lambda: data, lambda: io.BytesIO(data), lambda: io.StringIO(text, newline="\n"))
    again = list(find_errors(forms[len(data) % 3](), space=space))
    assert again == found, (text, found, again)
    lines = text.split("\n")
    for one in found:
        assert isinstance(one.error, IPsecIkeError)
        assert 1 <= one.line <= len(lines)
        assert one.at in (None, "local", "peer")
        if one.span is not None:
            start, end = one.span
            assert lines[one.line - 1][start:end] == one.text, (one, lines[one.line - 1])
        json.dumps(one.to_dict())
        str(one.error)
    return found
