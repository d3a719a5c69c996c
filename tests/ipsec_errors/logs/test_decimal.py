"""Eight decimal digits are no hexadecimal number where a form has decimal numbers alone."""

from __future__ import annotations

import pytest

from ipsec_errors import RevocationOffline, find_errors


@pytest.mark.parametrize(
    "line",
    [
        "13[ENC] parsed IKE_AUTH response 1 [ N(MS_STATUS(80092013)) ]",
        "FullyQualifiedErrorId : WIN32 80092013,Add-VpnConnection",
    ],
)
def test_a_decimal_number_is_not_read_as_hexadecimal(line: str) -> None:
    assert list(find_errors(line)) == []


def test_elsewhere_eight_digits_are_hexadecimal() -> None:
    (found,) = find_errors("Exception from HRESULT: 80092013")
    assert type(found.error) is RevocationOffline
