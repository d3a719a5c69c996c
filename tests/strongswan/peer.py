"""Runs charon-cmd against an IKEv2 responder that refuses with a Windows error code.

    python peer.py FOLDER CODE...

It must run in a network namespace of its own, as run.py starts it: the only interface is loopback,
and port 4500 is free. For each code charon-cmd writes two logs into the folder: ``CODE.log``, with
the time on each line, and ``CODE.stderr.log``, without.
"""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

ADDRESS = ("127.0.0.1", 4500)
SECONDS = 20  # charon-cmd takes 0.1 s. Without an answer it would send again for minutes.

# RFC 7296, section 3.1: the IKE header, and 3.10: the notify payload.
HEADER = struct.Struct(">8s8sBBBBII")
NOTIFY = struct.Struct(">BBHBBH")
VERSION_2, IKE_SA_INIT, RESPONSE, NOTIFY_PAYLOAD = 0x20, 34, 0x20, 41
MS_NOTIFY_STATUS = 12345  # MS-IKEE, section 2.2.7.
# RFC 3948: four zero bytes mark IKE among the ESP packets on port 4500.
NON_ESP_MARKER = bytes(4)

# Only the plugins that IKE_SA_INIT needs: others would change routes and the resolver.
CONFIGURATION = """
charon-cmd {
  load = charon-cmd random nonce aes sha1 sha2 hmac kdf curve25519 gmp x509 pubkey pkcs1 pem \
kernel-netlink socket-default eap-identity
  load_modular = no
  filelog {
    stderr {
      flush_line = yes
    }
    file {
      path = %s
      append = no
      time_format = %%Y-%%m-%%dT%%H:%%M:%%S
      flush_line = yes
    }
  }
}
"""


def answer(packet: bytes, code: int) -> bytes | None:
    """Returns the refusal of an IKE_SA_INIT request; None for any other packet."""
    message = packet.removeprefix(NON_ESP_MARKER)
    if len(message) == len(packet) or len(message) < HEADER.size:
        return None
    initiator, _, _, version, exchange, flags, number, length = HEADER.unpack_from(message)
    if (version, exchange, length) != (VERSION_2, IKE_SA_INIT, len(message)) or flags & RESPONSE:
        return None
    data = struct.pack(">I", code & 0xFFFFFFFF)
    notify = NOTIFY.pack(0, 0, NOTIFY.size + len(data), 0, 0, MS_NOTIFY_STATUS) + data
    # An error before any state is kept has a responder SPI of zeros.
    header = HEADER.pack(
        initiator,
        bytes(8),
        NOTIFY_PAYLOAD,
        VERSION_2,
        IKE_SA_INIT,
        RESPONSE,
        number,
        HEADER.size + len(notify),
    )
    return NON_ESP_MARKER + header + notify


def respond(listening: socket.socket, code: int) -> None:
    """Answers requests until an empty packet comes."""
    while True:
        packet, sender = listening.recvfrom(65536)
        if not packet:
            return
        reply = answer(packet, code)
        if reply is not None:
            listening.sendto(reply, sender)


def dial(folder: Path, code: int) -> None:
    """Has charon-cmd dial the responder and keeps what it logs.

    :raises subprocess.TimeoutExpired: when it does not give up in time; it is ended then.
    """
    configuration = folder / f"{code}.conf"
    configuration.write_text(CONFIGURATION % (folder / f"{code}.log"), encoding="utf-8")
    command = ["charon-cmd", "--host", ADDRESS[0], "--identity", "me@example.org"]
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening,
        (folder / f"{code}.stderr.log").open("wb") as errors,
    ):
        listening.bind(ADDRESS)
        responder = threading.Thread(target=respond, args=(listening, code), daemon=True)
        responder.start()
        # Its exit status is always 1 here, since the dial always fails. The log tells the rest.
        subprocess.run(
            [*command, "--profile", "ikev2-eap"],
            env={**os.environ, "LC_ALL": "C", "STRONGSWAN_CONF": str(configuration)},
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            timeout=SECONDS,
            check=False,
        )
        listening.sendto(b"", ADDRESS)
        responder.join(SECONDS)


def main(folder: str, *codes: str) -> None:
    """Dials once for each code."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for code in codes:
        dial(Path(folder), int(code))


if __name__ == "__main__":
    main(*sys.argv[1:])
