"""Certificates for a cluster: they admit the app, the scheduler and the workers, and nobody else.

Dask requires the certificate from both sides of every connection. To shut a machine out, make new ones.
"""

from __future__ import annotations

import datetime as dt
import os
import ssl
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitcore import settings
from digitcore.errors import BadInput, StorageProblem

if TYPE_CHECKING:
    from cryptography.x509 import CertificateBuilder

DAYS = 730
AUTHORITY, CERTIFICATE, KEY = "authority.pem", "certificate.pem", "key.pem"


def make(folder: Path, *, days: int = DAYS) -> dt.datetime:
    """Write the three files; gives when they expire. Existing ones are never overwritten."""
    existing = [name for name in (AUTHORITY, CERTIFICATE, KEY) if (folder / name).exists()]
    if existing:
        raise BadInput(
            f"{folder} has a {existing[0]} already.", "Name another folder, or delete the old ones."
        )
    contents, until = _contents(days)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in contents.items():
            with os.fdopen(os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(content)
    except OSError as error:
        raise StorageProblem(
            f"{folder} cannot be written: {error.strerror or error}.", "Name another folder."
        ) from error
    return until


def security(address: str) -> Any:
    """Dask's `Security` for this address: the files of DIGITLAB_CERTIFICATES for tls://, else None."""
    if not address.startswith("tls://"):
        return None
    folder = settings.current().certificates
    if folder is None or not all((folder / name).is_file() for name in (AUTHORITY, CERTIFICATE, KEY)):
        raise BadInput(
            f"There are no certificates for {address}"
            + (f" in {folder}." if folder else ": DIGITLAB_CERTIFICATES is not set."),
            "Make them once with `python -m digitcore certificates FOLDER`, and give every machine the same folder.",
        )
    own = {f"tls_{role}_{part}": str(folder / name) for role in ("client", "scheduler", "worker")
           for part, name in (("cert", CERTIFICATE), ("key", KEY))}  # fmt: skip
    return import_module("distributed").Security(
        tls_ca_file=str(folder / AUTHORITY),
        require_encryption=True,
        tls_min_version=ssl.TLSVersion.TLSv1_3,
        **own,
    )


def temporary() -> Any:
    """Dask's `Security` for worker processes of this one: kept in memory, so that no other account of the machine has it."""
    return import_module("distributed").Security.temporary(tls_min_version=ssl.TLSVersion.TLSv1_3)


def _contents(days: int) -> tuple[dict[str, bytes], dt.datetime]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    # One certificate for all machines; the authority's key is thrown away, so nobody can sign another one.
    # https://github.com/dask/distributed/pull/866 discusses this setup.
    authority, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root, node = _name("Digit Lab's cluster: authority"), _name("Digit Lab's cluster")
    since = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)  # for clocks that run late
    until = since + dt.timedelta(days=days)

    def signed(subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, is_authority: bool) -> bytes:
        draft = x509.CertificateBuilder(
            root, subject, key.public_key(), x509.random_serial_number(), since, until
        )
        draft = _extended(draft, key, authority, is_authority=is_authority)
        return draft.sign(authority, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    key = own.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    contents = {
        AUTHORITY: signed(root, authority, is_authority=True),
        CERTIFICATE: signed(node, own, is_authority=False),
    }
    return contents | {KEY: key}, until  # fmt: skip


def _extended(
    draft: CertificateBuilder, key: Any, authority: Any, *, is_authority: bool
) -> CertificateBuilder:
    """Add the extensions that strict TLS libraries require."""
    from cryptography import x509

    uses = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False,
    ) | {"key_cert_sign" if is_authority else "digital_signature": True}  # fmt: skip
    return (
        draft.add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), critical=True)
        .add_extension(x509.KeyUsage(**uses), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
    )  # fmt: skip


def _name(text: str) -> Any:
    from cryptography import x509

    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
