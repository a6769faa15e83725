"""manage.py demo: one command, any number of times."""

import stat

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles.documents.loading import load
from articles.editorial import publishing, recompiling, review
from articles.models import Article, Document, Edition, Person, Topic
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def demo(capsys):
    def run():
        call_command("demo", "--no-serve")
        return capsys.readouterr().out

    return run


def password(out, login="admin"):
    return next(line.split()[-1] for line in out.splitlines() if f"Login  {login}" in line)


def test_it_prints_where_things_are_and_logins_that_work(demo):
    out = demo()
    assert "http://localhost:8000/api/v1/docs/" in out
    assert "http://localhost:8000/admin/" in out
    for login in ("admin", "writer", "reviewer", "publisher"):
        assert authenticate(username=login, password=password(out, login)).is_staff


def test_an_article_can_be_walked_from_role_to_role(demo):
    demo()
    writer, reviewer, publisher = (
        User.objects.get(username=name) for name in ("writer", "reviewer", "publisher")
    )
    article = make_article()
    review.request_review(article, by=writer, reviewer=reviewer.person)
    entry = review.sign_off(article, by=reviewer, expected_hash=load(article).hash)
    publishing.publish(article, by=publisher)
    assert entry.sign_off.credentials
    assert article.editions.get().sign_off == entry.sign_off


def test_each_login_has_its_own_role_alone(demo):
    demo()
    groups = User.objects.values_list("username", "groups__name", "is_superuser")
    assert set(groups) == {
        ("admin", None, True),
        ("writer", "Writers", False),
        ("reviewer", "Reviewers", False),
        ("publisher", "Publishers", False),
    }


def test_the_content_says_why_it_is_live_without_a_sign_off(demo):
    demo()
    reasons = Edition.objects.values_list("exception_reason", flat=True)
    assert set(reasons) == {"Imported from the command line."}


def test_at_least_eight_articles_over_three_topics_are_live(demo):
    demo()
    assert Document.objects.count() >= 8
    assert Document.objects.values("topic").distinct().count() >= 3


def test_run_again_nothing_is_doubled_and_the_password_stays(demo):
    first = password(demo())
    counts = [model.objects.count() for model in (Article, Edition, Topic, Person)]
    assert password(demo()) == first
    assert [model.objects.count() for model in (Article, Edition, Topic, Person)] == counts


def test_run_again_nothing_that_editors_did_is_lost(demo):
    demo()
    article = Article.objects.first()
    Article.objects.filter(pk=article.pk).update(title="Mine", slug="mine")
    withdrawn = Article.objects.exclude(pk=article.pk).first()
    publishing.unpublish(withdrawn, by=None)
    topic = Topic.objects.first()
    topic.name = "Renamed"
    recompiling.save(topic)
    demo()
    assert Article.objects.get(pk=article.pk).title == "Mine"
    assert not Document.objects.filter(pk=withdrawn.pk).exists()
    assert Topic.objects.get(pk=topic.pk).name == "Renamed"


def test_a_changed_password_is_not_reset(demo, django_user_model):
    demo()
    admin = django_user_model.objects.get(username="admin")
    admin.set_password("changed")
    admin.save()
    out = demo()
    assert "given since" in next(line for line in out.splitlines() if "Login  admin" in line)
    assert authenticate(username="admin", password="changed")


def test_the_password_may_come_from_the_environment(demo, settings):
    settings.DEMO_PASSWORD = "from-outside"
    assert password(demo()) == "from-outside"
    assert authenticate(username="writer", password="from-outside")


def test_the_kept_password_is_for_its_user_alone(demo, settings):
    demo()
    assert stat.S_IMODE((settings.DATA_DIR / "demo-password").stat().st_mode) == 0o600


def test_a_taken_port_is_told_before_anything_is_done(live_server):
    port = live_server.url.rsplit(":", 1)[1]
    with pytest.raises(CommandError, match="Choose another port"):
        call_command("demo", "--host", "localhost", "--port", port)
    assert not Article.objects.exists()
