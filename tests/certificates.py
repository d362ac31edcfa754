"""Certificates for servers that tests start: an authority of the tests' own, and what it signs."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

LASTS = timedelta(days=1)


@dataclass(frozen=True)
class Issuer:
    name: x509.Name
    key: ec.EllipticCurvePrivateKey


def authority(path: Path) -> Issuer:
    """A new authority, whose own certificate is written to `path`."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = Issuer(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")]), key)
    own = _described(issuer.name, issuer, datetime.now(UTC) + LASTS, key)
    told = own.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    path.write_bytes(told.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return issuer


def server_context(folder: Path, host: str, issuer: Issuer | None, *, age: timedelta = timedelta(0)) -> ssl.SSLContext:
    """What a server of that name shows, with a certificate that is so old; signed by itself without an issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    signer = issuer or Issuer(name, key)
    own = _described(name, signer, datetime.now(UTC) + LASTS - age, key)
    told = own.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    path = folder / f"{host}.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + told.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def _described(
    name: x509.Name, issuer: Issuer, until: datetime, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    told = x509.CertificateBuilder().subject_name(name).issuer_name(issuer.name).public_key(key.public_key())
    told = told.serial_number(x509.random_serial_number())
    return told.not_valid_before(until - 2 * LASTS).not_valid_after(until)
