"""The shapes of what goes wrong: problem documents (RFC 9457)."""

from rest_framework import serializers

from .shapes import Shape


class Problem(Shape):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(help_text="`about:blank`, or a URN that names the problem.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()


class MovedProblem(Problem):
    """The article has another address now."""

    location = serializers.CharField(help_text="The one in the `Location` header.")


class NotYetProblem(Problem):
    """There is no such article, or there was none yet."""

    since = serializers.DateTimeField(help_text="With `as_of`: when it first went live.")

    optional = ("since",)


class StartOverProblem(Problem):
    """A cursor that leads nowhere: what it stood for has to be asked for anew."""

    start_over = serializers.CharField(help_text="The same without the cursor: ask this next.")


class ParameterFault(Shape):
    parameter = serializers.CharField()
    detail = serializers.CharField()
    allowed = serializers.ListField(
        child=serializers.CharField(), help_text="All that is allowed; of very many the nearest."
    )
    did_you_mean = serializers.CharField()

    # Said only where there is something to say.
    optional = ("allowed", "did_you_mean")


class ParameterProblem(Problem):
    """A request whose parameters can't be followed, with all that is wrong with them."""

    errors = ParameterFault(many=True)  # type: ignore[assignment]

    optional = ("errors",)


class Alternative(Shape):
    slug = serializers.SlugField()
    url = serializers.CharField()
    web_url = serializers.CharField()
    title = serializers.CharField()


class WithdrawnProblem(Problem):
    """The article was live and is not any more."""

    explanation = serializers.CharField(help_text="For readers; may be empty.")
    alternative = Alternative(allow_null=True, help_text="The article to read instead.")
    since = serializers.DateTimeField(help_text="With `as_of`: when it had been withdrawn.")

    optional = ("since",)
