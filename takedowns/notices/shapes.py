"""What the API takes and gives: never the tables' own columns by accident."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from alliance.marks.models import Mark
from portal.api.asking import actor_of
from portal.web.shapes import Stand
from takedowns.evidence.models import Evidence
from takedowns.listings import lines
from takedowns.listings.lines import Verdict
from takedowns.listings.models import Marketplace
from takedowns.notices.models import Item, Notice
from takedowns.notices.reasons import Reason
from takedowns.notices.ways import found, way_of


@extend_schema_field(int)
class VisibleMark(serializers.PrimaryKeyRelatedField[Mark]):
    """A mark of the actor's own, or one they hold a mandate for. Others do not exist."""

    def get_queryset(self) -> QuerySet[Mark]:
        return Mark.objects.visible_to(actor_of(self.context["request"]))


class OpenMarketplace(serializers.SlugRelatedField[Marketplace]):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            slug_field="slug", queryset=Marketplace.objects.open(), **kwargs
        )

    def to_internal_value(self, data: Any) -> Marketplace:
        # What PostgreSQL could not even be asked for is not there.
        found: Marketplace = super().to_internal_value(
            str(data).replace("\0", "\ufffd")
        )
        return found


class Addresses(serializers.ListField):
    child = serializers.CharField(max_length=2000)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", lines.MOST)
        kwargs.setdefault("help_text", "Addresses of listings, at most 300.")
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Any:
        given: list[str] = super().to_internal_value(data)
        for place, address in enumerate(given):
            if len(address.splitlines()) != 1:
                words = _("Give one address in each place of the list.")
                raise serializers.ValidationError({str(place): [words]})
        return given


class DeclarationsIn(serializers.Serializer[Any]):
    good_faith = serializers.BooleanField(
        default=False,
        help_text="I believe in good faith that what I say is right (DSA Art. 16(2)(d)).",
    )
    accuracy = serializers.BooleanField(
        default=False, help_text="What I say is accurate and complete."
    )
    authority = serializers.BooleanField(
        default=False, help_text="I may act for the owner of the mark."
    )


class SubmissionIn(serializers.Serializer[Any]):
    declarations = DeclarationsIn(default=dict)
    signed_name = serializers.CharField(
        max_length=150, default="", allow_blank=True, help_text="Your full name."
    )


class NoticeIn(SubmissionIn):
    mark = VisibleMark(required=False, help_text="Id of the mark that is infringed.")
    marketplace = OpenMarketplace(
        required=False,
        help_text="Slug of the marketplace on which all the listings are.",
    )
    reason = serializers.ChoiceField(Reason.choices, required=False)
    explanation = serializers.CharField(
        required=False,
        max_length=5000,
        help_text="What shows that the listings infringe, in 20 to 5000 characters.",
    )
    addresses = Addresses(required=False)
    submit = serializers.BooleanField(
        default=False, help_text="Send it at once; else it is kept as a draft."
    )


class WithdrawalIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1000, help_text="Why it is withdrawn.")


class EvidenceIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Evidence.Kind.choices)
    description = serializers.CharField(max_length=300, help_text="What it shows.")
    file = serializers.FileField(help_text="A picture, a PDF or a text.")


class EvidenceOut(serializers.ModelSerializer[Evidence]):
    name = serializers.CharField(source="file.name")
    media_type = serializers.CharField(source="file.media_type")
    sha256 = serializers.CharField(source="file.sha256")

    class Meta:
        model = Evidence
        fields = ["id", "kind", "description", "name", "media_type", "sha256"]


class CheckIn(serializers.Serializer[Any]):
    marketplace = OpenMarketplace()
    mark = VisibleMark(
        required=False, help_text="Say it to learn which listings are open for it."
    )
    addresses = Addresses()


class LineOut(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="Its place in the list, from 1.")
    address = serializers.CharField(source="given")
    verdict = serializers.ChoiceField(Verdict.choices)
    listing_id = serializers.CharField(
        source="found.native_id", default="", help_text="The marketplace's own id."
    )
    canonical = serializers.CharField(source="found.url", default="")
    sentence = serializers.CharField(help_text="What is the matter, if anything is.")
    fix = serializers.CharField(help_text="What to do about it.")
    reference = serializers.CharField(help_text="The notice in which it is open.")


class CheckOut(serializers.Serializer[Any]):
    good = serializers.IntegerField(help_text="How many may be reported.")
    lines = LineOut(many=True)


class StepOut(serializers.Serializer[Any]):
    name = serializers.CharField(source="label")
    stand = serializers.ChoiceField([stand.value for stand in Stand])
    at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()


class ItemDecisionOut(serializers.Serializer[Any]):
    outcome = serializers.CharField()
    code = serializers.CharField()
    policy_clause = serializers.CharField()
    facts = serializers.CharField()
    decided_at = serializers.DateTimeField()


class ItemOrderOut(serializers.Serializer[Any]):
    state = serializers.CharField()
    reference = serializers.CharField(help_text="The marketplace's own.")
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    verified_at = serializers.DateTimeField(allow_null=True)


class ItemOut(serializers.ModelSerializer[Item]):
    listing_id = serializers.CharField(source="listing.native_id")
    url = serializers.CharField(source="listing.url")
    way = serializers.SerializerMethodField(help_text="How far it has come.")
    decision = serializers.SerializerMethodField()
    order = serializers.SerializerMethodField(
        help_text="What the marketplace was told."
    )

    class Meta:
        model = Item
        fields = [
            "id",
            "row",
            "listing_id",
            "url",
            "state",
            "generation",
            "due_at",
            "way",
            "decision",
            "order",
        ]

    @extend_schema_field(StepOut(many=True))
    def get_way(self, item: Item) -> Any:
        return StepOut(way_of(item).steps, many=True).data

    @extend_schema_field(ItemDecisionOut(allow_null=True))
    def get_decision(self, item: Item) -> Any:
        decision = found(item, "decision")
        return decision and ItemDecisionOut(decision).data

    @extend_schema_field(ItemOrderOut(allow_null=True))
    def get_order(self, item: Item) -> Any:
        order = found(item, "measure", "order")
        return order and ItemOrderOut(order).data


class TimelineOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    what = serializers.CharField(help_text="What happened, in words.")
    who = serializers.CharField(help_text="Empty where the portal did it by itself.")
    note = serializers.CharField(help_text="Which listing, and why.")


class NoticeSummaryOut(serializers.ModelSerializer[Notice]):
    sender = serializers.CharField(source="sender.name")
    mark = serializers.IntegerField(source="mark_id", allow_null=True)
    mark_name = serializers.CharField(source="mark.name", default="")
    marketplace = serializers.CharField(source="marketplace.slug", default="")
    item_count = serializers.IntegerField()
    open_count = serializers.IntegerField(help_text="Items not decided yet.")

    class Meta:
        model = Notice
        fields = [
            "reference",
            "state",
            "sender",
            "mark",
            "mark_name",
            "marketplace",
            "reason",
            "item_count",
            "open_count",
            "created_at",
            "submitted_at",
            "decided_at",
        ]


class NoticeOut(NoticeSummaryOut):
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="By when it should be decided."
    )
    items = ItemOut(many=True)
    evidence = EvidenceOut(many=True)

    class Meta(NoticeSummaryOut.Meta):
        fields = [
            *NoticeSummaryOut.Meta.fields,
            "explanation",
            "content_sha256",
            "due_at",
            "items",
            "evidence",
        ]
