"""Whether a content is approved: a sign-off counts for exactly the content it was given to."""

from django.db.models import Exists, OuterRef

from articles.documents.content import Content
from articles.models import ReviewAct, ReviewEntry, SignOff


def standing_sign_off(content: Content) -> SignOff | None:
    """The newest sign-off of exactly this content that nobody took back since. One query.

    Asking for changes takes back what was signed off before.
    """
    objections = ReviewEntry.objects.filter(
        article=content.id, act=ReviewAct.CHANGES_REQUESTED, pk__gt=OuterRef("pk")
    )
    entry = (
        ReviewEntry.objects.filter(
            ~Exists(objections), article=content.id, sign_off__content_hash=content.hash
        )
        .select_related("sign_off")
        .order_by("-pk")
        .first()
    )
    return entry.sign_off if entry else None
