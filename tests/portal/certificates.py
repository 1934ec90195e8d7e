"""Certificates for the sample portals that are reached by https: good ones and bad ones."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.portal.faults import Tls

_DAY = timedelta(days=1)


@cache
def _key(name: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def _authority() -> x509.Certificate:
    return _signed("Sample Authority", "authority", "authority", days=30)


def _signed(name: str, key: str, by: str, days: int) -> x509.Certificate:
    """Make a certificate that is valid up to so many days from now."""
    now = datetime.now(UTC)
    issuer = "Sample Authority" if by == "authority" else name
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(_key(key).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 60 * _DAY)
        .not_valid_after(now + days * _DAY)
        .add_extension(x509.BasicConstraints(ca=key == "authority", path_length=None), True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
    )
    return builder.sign(_key(by), hashes.SHA256())


def context(folder: Path, fault: Tls) -> ssl.SSLContext:
    """Give the server's side of a TLS fault."""
    self_signed = fault.certificate == "self_signed"
    certificate = _signed(
        "www.elsewhere.test" if fault.certificate == "other_name" else fault.host,
        "server",
        "server" if self_signed else "authority",
        -1 if fault.certificate == "expired" else 30,
    )
    path = folder / f"{fault.host}.pem"
    path.write_bytes(
        _key("server").private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(path)
    return made


def authority(folder: Path) -> Path:
    """Write the authority's certificate."""
    path = folder / "authority.pem"
    path.write_bytes(_authority().public_bytes(serialization.Encoding.PEM))
    return path
