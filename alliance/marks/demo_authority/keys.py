"""Private keys, each in a file that its owner alone can read."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

BITS = 2048


def kept(path: Path) -> rsa.RSAPrivateKey:
    """The key in this file; made first if there is none."""
    if not path.exists():
        _keep(rsa.generate_private_key(public_exponent=65537, key_size=BITS), path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path} holds no RSA key")
    return key


def _keep(key: rsa.RSAPrivateKey, path: Path) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Created unreadable for others: never readable, not even for a moment.
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as out:
        out.write(pem)
