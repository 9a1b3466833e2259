"""Marks of houses that do not exist: one of each kind, and one in Chinese."""

from datetime import UTC, datetime

from alliance.marks.smd.marks import Address, Contact, Holder, Kind, Mark, Protection


def _labels(*names: str) -> tuple[str, ...]:
    return tuple(name.encode("idna").decode() for name in names)


HOUSE = Holder(
    entitlement="owner",
    name="Claire Fontenoy",
    org="Maison Aurelle S.A.",
    addr=Address(street=("12 rue des Orfèvres ",), city="Lyon", pc="69002", cc="FR"),
    voice="+33.400000001",
    email="marks@aurelle.example",
)
AGENT = Contact(
    type="agent",
    name="Tom Okafor",
    org="Okafor & Lindqvist LLP",
    addr=Address(street=("4 Chancery Walk", "Floor 2"), city="London", cc="GB"),
    email="tom@okafor-lindqvist.example",
)
WORKSHOP = Holder(
    entitlement="owner",
    org="云岭琴行有限公司",
    addr=Address(street=("翠湖北路18号",), city="昆明市", sp="云南", cc="CN"),
)
TRADEMARK = Mark(
    kind=Kind.TRADEMARK,
    mark_id="00000000000000000001-1",
    mark_name="Aurelle & Cie",
    holders=(HOUSE,),
    contacts=(AGENT,),
    jurisdiction="EM",
    nice_classes=(14, 18, 25),
    labels=_labels("aurelle-cie", "aurelleetcie"),
    goods_and_services="Watches; handbags; clothing",
    ap_id="016543210",
    ap_date=datetime(2018, 3, 1, tzinfo=UTC),
    reg_num="017654321",
    reg_date=datetime(2018, 9, 14, tzinfo=UTC),
    ex_date=datetime(2038, 3, 1, tzinfo=UTC),
)
CHINESE_TRADEMARK = Mark(
    kind=Kind.TRADEMARK,
    mark_id="00000000000000000002-1",
    mark_name="云岭",
    holders=(WORKSHOP,),
    jurisdiction="CN",
    nice_classes=(15,),
    labels=_labels("云岭"),
    goods_and_services="吉他",
    reg_num="12345678",
    reg_date=datetime(2016, 5, 7, tzinfo=UTC),
)
COURT_MARK = Mark(
    kind=Kind.COURT,
    mark_id="00000000000000000003-1",
    mark_name="Aurelle",
    holders=(HOUSE,),
    labels=_labels("aurelle"),
    goods_and_services="Jewellery",
    ref_num="2019/114",
    pro_date=datetime(2019, 11, 4, tzinfo=UTC),
    cc="FR",
    regions=("Rhône",),
    court_name="Tribunal judiciaire de Lyon",
)
TREATY_MARK = Mark(
    kind=Kind.TREATY_OR_STATUTE,
    mark_id="00000000000000000004-1",
    mark_name="Croix-Azur",
    holders=(HOUSE,),
    labels=_labels("croix-azur"),
    goods_and_services="Emblem of a relief society",
    ref_num="6ter-77",
    pro_date=datetime(1984, 1, 9, tzinfo=UTC),
    protections=(
        Protection(cc="CH", region="Genève", ruling=("CH", "FR")),
        Protection(cc="FR"),
    ),
    title="Paris Convention, article 6ter",
    exec_date=datetime(1983, 3, 20, tzinfo=UTC),
)
