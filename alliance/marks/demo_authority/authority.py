from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from alliance.marks.demo_authority import certificates, keys, signing, writing
from alliance.marks.smd import revocation
from alliance.marks.smd.marks import Issuer, Mark, SignedMark
from alliance.marks.smd.revocation import HEADINGS
from alliance.marks.smd.trust import Authority

NAME = "Demo Trademark Clearinghouse CA"
ISSUER = Issuer(
    id="9999",
    org="Demo Trademark Clearinghouse",
    email="marks@clearinghouse.example",
    url="https://clearinghouse.example",
    voice="+32.20000000",
)
SIGNER = "signer"
REVOKED_SIGNER = "revoked-signer"


@dataclass(frozen=True, slots=True)
class DemoAuthority:
    """A folder with a root, two signers (one revoked) and the two revocation lists."""

    folder: Path

    @classmethod
    def open(cls, folder: Path, *, at: datetime) -> Self:
        """The authority that lives in this folder, or a new one; its lists fresh."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        demo = cls(folder)
        demo._issue_certificates(at)
        if not demo._has_fresh_lists(at):
            demo._publish(demo._revoked_marks(), at=at)
        return demo

    @property
    def ca(self) -> Path:
        return self.folder / "ca.crt"

    @property
    def crl(self) -> Path:
        return self.folder / "ca.crl"

    @property
    def smdrl(self) -> Path:
        return self.folder / "smdrl.csv"

    @property
    def authority(self) -> Authority:
        """What a portal needs in order to trust it: nothing secret."""
        return Authority.read(
            ca=self.ca.read_bytes(),
            crl=self.crl.read_bytes(),
            smdrl=self.smdrl.read_bytes(),
        )

    def sign(
        self,
        *marks: Mark,
        serial: int,
        not_before: datetime,
        not_after: datetime,
        signer: str = SIGNER,
    ) -> bytes:
        """An .smd file. `serial` is the caller's to keep unique."""
        signed_mark = SignedMark(
            smd_id=smd_id(serial),
            issuer=ISSUER,
            not_before=not_before,
            not_after=not_after,
            marks=marks,
        )
        xml = signing.sign(
            writing.write(signed_mark, xml_id=f"_smd-{serial}"),
            key=keys.kept(self._key(signer)),
            certificate=self._certificate(signer),
        )
        return signing.smd_file(xml, signed_mark)

    def revoke(self, smd_id: str, *, at: datetime) -> None:
        """Put a signed mark on the list."""
        self._publish({**self._revoked_marks(), smd_id: at}, at=at)

    def _issue_certificates(self, at: datetime) -> None:
        ca_key = keys.kept(self._key("ca"))
        if not self.ca.exists():
            _keep(certificates.root(ca_key, name=NAME, at=at), self.ca)
        for name in (SIGNER, REVOKED_SIGNER):
            key = keys.kept(self._key(name))
            if self._path(name).exists():
                continue
            signer = certificates.signer(
                key.public_key(),
                name=f"Demo Clearinghouse {name}",
                ca=self._certificate("ca"),
                ca_key=ca_key,
                at=at,
            )
            _keep(signer, self._path(name))

    def _has_fresh_lists(self, at: datetime) -> bool:
        if not (self.crl.exists() and self.smdrl.exists()):
            return False
        lists = (self.authority.crl, self.authority.smdrl)
        return not any(each.is_stale(at=at) for each in lists)

    def _publish(self, revoked_marks: dict[str, datetime], *, at: datetime) -> None:
        crl = certificates.revocation_list(
            [self._certificate(REVOKED_SIGNER)],
            ca=self._certificate("ca"),
            ca_key=keys.kept(self._key("ca")),
            at=at,
        )
        rows = [("1", at), HEADINGS, *revoked_marks.items()]
        lines = [",".join(_cell(cell) for cell in row) for row in rows]
        self.smdrl.write_text("\n".join(lines) + "\n")
        _keep(crl, self.crl)

    def _revoked_marks(self) -> dict[str, datetime]:
        if not self.smdrl.exists():
            return {}
        return dict(revocation.read_smdrl(self.smdrl.read_bytes()).entries)

    def _key(self, name: str) -> Path:
        return self.folder / f"{name}.key"

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.crt"

    def _certificate(self, name: str) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self._path(name).read_bytes())


def smd_id(serial: int) -> str:
    return f"{serial:019d}-{ISSUER.id}"


def _cell(value: str | datetime) -> str:
    return writing.moment(value) if isinstance(value, datetime) else value


def _keep(
    signed: x509.Certificate | x509.CertificateRevocationList, path: Path
) -> None:
    path.write_bytes(signed.public_bytes(Encoding.PEM))
