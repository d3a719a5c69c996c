"""Writes strongSwan logs of any size, in the form that journald and syslog give them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = 10_000  # Lines that differ; a longer log repeats them.
_FAILURE = 197  # Each line of this number has an error that is not one of Windows.
_STATUS = (13801, 13806, 13847, 13868, -2146762487)

# One connection of a client, as charon logs it at its default level.
_CONNECTION = (
    "[NET] received packet: from {peer}[{port}] to 198.51.100.4[500] ({size} bytes)",
    "[ENC] parsed IKE_SA_INIT request 0 [ SA KE No N(FRAG_SUP) N(NATD_S_IP) N(NATD_D_IP) V V V V ]",
    "[IKE] received MS NT5 ISAKMPOAKLEY v9 vendor ID",
    "[IKE] {peer} is initiating an IKE_SA",
    "[CFG] selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048",
    "[IKE] remote host is behind NAT",
    "[ENC] generating IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) CERTREQ ]",
    "[NET] sending packet: from 198.51.100.4[500] to {peer}[{port}] ({size} bytes)",
    "[NET] received packet: from {peer}[{port}] to 198.51.100.4[4500] ({size} bytes)",
    "[ENC] parsed IKE_AUTH request 1 [ IDi CERTREQ N(MOBIKE_SUP) CPRQ(ADDR DNS NBNS) SA TSi TSr ]",
    "[CFG] looking for peer configs matching 198.51.100.4[%any]...{peer}[10.0.{low}.{high}]",
    "[CFG] selected peer config 'office'",
    "[IKE] authentication of 'vpn.example.org' (myself) with RSA signature successful",
    "[IKE] IKE_SA office[{number}] established between 198.51.100.4[vpn.example.org]...{peer}",
    "[IKE] CHILD_SA office{{{number}}} established with SPIs {spi:08x}_i {size:08x}_o",
    "[KNL] creating rekey job for CHILD_SA ESP/0x{spi:08x}/198.51.100.4",
    "[IKE] sending DPD request",
    "[ENC] generating INFORMATIONAL request 0 [ ]",
    "[ENC] parsed INFORMATIONAL response 0 [ ]",
    "[IKE] deleting IKE_SA office[{number}] between 198.51.100.4[vpn.example.org]...{peer}",
)


def charon_lines(host: str, seed: int, every: int) -> Iterator[str]:
    """Yields lines without end.

    :param host: the name of the machine in the prefix.
    :param seed: for the numbers in the lines. The same seed gives the same lines.
    :param every: each line of this number has a Windows error code that the peer sent.
    """
    numbers = random.Random(seed)
    count = 0
    while True:
        values = {
            "peer": f"203.0.113.{numbers.randrange(1, 255)}",
            "port": numbers.choice((500, 4500, 13801, 13806)),
            "size": numbers.randrange(60, 14000),
            "spi": numbers.getrandbits(32),
            "number": count // len(_CONNECTION) + 1,
            "low": numbers.randrange(256),
            "high": numbers.randrange(256),
        }
        worker = numbers.randrange(16)
        for text in _CONNECTION:
            count += 1
            if count % _FAILURE == 0:
                text = "[IKE] received AUTHENTICATION_FAILED notify error"
            if count % every == 0:
                status = numbers.choice(_STATUS)
                text = f"[ENC] parsed IKE_AUTH request 2 [ N(MS_STATUS({status})) ]"
            second = count // 40
            time = f"{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}"
            yield f"Nov 25 {time} {host} charon[13806]: {worker:02}{text.format(**values)}\n"


def write_charon_log(path: Path, size: int, every: int) -> tuple[int, int]:
    """Writes a log of at least so many bytes; returns its lines and those with an error code.

    :param every: as for :func:`charon_lines`; a divisor of 10,000.
    """
    lines = charon_lines("gw1", 1, every)
    block = "".join(next(lines) for _ in range(_BLOCK)).encode()
    blocks = -(-size // len(block))
    with path.open("wb") as log:
        for _ in range(blocks):
            log.write(block)
    return blocks * _BLOCK, blocks * _BLOCK // every
