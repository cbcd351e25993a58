"""Certificates for servers that live as long as a test."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Issuer:
    """Who trusts it, trusts what it signs."""

    def __init__(self, name: str = "An issuer of the tests") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        now = datetime.now(UTC)
        made = _certificate(self._name, self._name, self._key.public_key(), now - DAY, now + DAY)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self._certificate = made.sign(self._key, hashes.SHA256())

    def pem(self) -> str:
        return self._certificate.public_bytes(Encoding.PEM).decode()

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self.pem())

    def server(self, folder: Path, name: str = "127.0.0.1", days: int = 1) -> ssl.SSLContext:
        """For a server at that address; `days` from now it ends, or ended."""
        key = ec.generate_private_key(ec.SECP256R1())
        until = datetime.now(UTC) + days * DAY
        made = _certificate(_named(name), self._name, key.public_key(), until - 9 * DAY, until)
        address = x509.IPAddress(ipaddress.ip_address(name))
        made = made.add_extension(x509.SubjectAlternativeName([address]), critical=False)
        return _context(folder, made.sign(self._key, hashes.SHA256()), key)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    name: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key)
    made = made.serial_number(x509.random_serial_number())
    return made.not_valid_before(since).not_valid_after(until)


def _context(folder: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    """By way of a file, for ssl reads keys from nowhere else."""
    file = folder / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
