"""What the guides give to Next.js is run by Node.js, against a live server.

Next.js itself is played by a few lines, which note what they are told.
"""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from articles.editorial import publishing
from articles.editorial.previewing import revoke, share, token_of
from articles.models import Event, WebhookEndpoint
from articles.webhooks.endpoints import new_secret
from tests.factories import make_live_article, make_user

from .examples import blocks

pytestmark = pytest.mark.django_db(transaction=True)

PACKAGES = {
    "next/package.json": '{"type": "module", "exports": {"./*": "./*.js"}}',
    "next/cache.js": """
        export const tags = [];
        export const revalidateTag = (tag, { expire }) => tags.push([tag, expire]);
    """,
    "next/headers.js": """
        export const jar = {};
        export let draft = false;
        export const cookies = async () => ({
          set: (name, value, options) => { jar[name] = [value, options]; },
          delete: (name) => { jar[name] = null; },
        });
        export const draftMode = async () => ({
          enable: () => { draft = true; },
          disable: () => { draft = "left"; },
        });
    """,
    "next/navigation.js": """
        export const redirect = (path) => { throw new Error(`to ${path}`); };
    """,
    # Version 1 of the signature, as the specification has it.
    "standardwebhooks/package.json": '{"type": "module", "exports": "./index.js"}',
    "standardwebhooks/index.js": """
        import { createHmac } from "node:crypto";
        export class Webhook {
          constructor(secret) { this.key = Buffer.from(secret.replace("whsec_", ""), "base64"); }
          verify(body, headers) {
            const told = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
            const made = createHmac("sha256", this.key).update(told).digest("base64");
            if (headers["webhook-signature"] !== `v1,${made}`) throw new Error("No.");
            return JSON.parse(body);
          }
        }
    """,
}


@pytest.fixture
def run(tmp_path, live_server):
    """Run a script in the folder of the guides' files; gives what it says as JSON."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js is installed (Debian: apt-get install nodejs)")
    scripts = [
        block
        for guide in ("caching", "preview")
        for block in blocks(guide, live_server.url)
        if block.language == "js"
    ]
    files = {f"node_modules/{name}": text for name, text in PACKAGES.items()}
    # A bundler finds modules without their ending; Node.js wants it.
    files |= {each.file: each.text.replace('lib/preview"', 'lib/preview.js"') for each in scripts}
    files["package.json"] = '{"type": "module"}'
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def execute(script, **environment):
        (tmp_path / "run.js").write_text(script)
        done = subprocess.run(
            [node, "run.js"],
            cwd=tmp_path,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return execute


# --- Caching and revalidation ---


def test_articles_and_lists_are_read(run):
    make_live_article(slug="statins", title="What statins do")
    publishing.unpublish(make_live_article(slug="gone"), by=None)
    script = """
        import { getArticle, getArticles } from "./lib/galley.js";
        const titles = async (name) => (await getArticle(name))?.title ?? null;
        const list = await getArticles("fields=slug");
        const wrong = await getArticles("topc=x").catch((error) => error.message);
        console.log(JSON.stringify({
          found: [await titles("statins"), await titles("gone"), await titles("none")],
          listed: list.results,
          wrong,
        }));
    """
    said = run(script)
    assert said["found"] == ["What statins do", None, None]
    assert said["listed"] == [{"slug": "statins"}]
    assert "`errors` says what" in said["wrong"]


@pytest.fixture
def receive(run):
    """Give Next.js' route an event of a publication; what it answers, and the tags it drops."""
    secret = new_secret()
    WebhookEndpoint.objects.create(name="Site", url="https://example.org/", secret=secret)
    make_live_article(slug="statins")
    body = Event.objects.get().body
    script = """
        import { tags } from "next/cache";
        import { POST } from "./app/api/revalidate/route.js";
        const { body, headers } = JSON.parse(process.env.GIVEN);
        const request = new Request("http://localhost/", { method: "POST", body, headers });
        const { status } = await POST(request);
        console.log(JSON.stringify({ status, tags }));
    """

    def post(signed_with=secret):
        now = datetime.now(UTC)
        headers = {
            "Webhook-Id": "1",
            "Webhook-Timestamp": str(int(now.timestamp())),
            "Webhook-Signature": Webhook(signed_with).sign("1", now, body),
        }
        given = json.dumps({"body": body, "headers": headers})
        return run(script, GIVEN=given, GALLEY_WEBHOOK_SECRET=secret)

    return post


def test_a_publication_drops_the_article_and_all_lists_at_once(receive):
    said = receive()
    assert said["status"] == 204
    assert {"/api/v1/articles/statins/", "articles"} <= {tag for tag, _ in said["tags"]}
    assert {expire for _, expire in said["tags"]} == {0}


def test_an_event_that_somebody_else_signed_drops_nothing(receive):
    assert receive(signed_with=new_secret()) == {"status": 401, "tags": []}


# --- Preview ---


@pytest.fixture
def enter(run):
    """Follow a preview's link into draft mode."""
    script = """
        import { GET } from "./app/api/draft/route.js";
        import { draft, jar } from "next/headers";
        const nextUrl = new URL(`https://www.example.org/api/draft?token=${process.env.TOKEN}`);
        const answer = await GET({ nextUrl }).catch((error) => error.message);
        const status = answer.status ?? answer;
        const text = answer.text ? await answer.text() : "";
        console.log(JSON.stringify({ status, text, draft, jar }));
    """
    return lambda token: run(script, TOKEN=token)


@pytest.fixture
def preview():
    article = make_live_article(slug="statins")
    return share(article, by=make_user(is_superuser=True))


def test_a_link_leads_into_draft_mode_on_its_article(enter, preview):
    token = token_of(preview)
    said = enter(token)
    assert (said["status"], said["draft"]) == ("to /articles/statins", True)
    kept, options = said["jar"]["preview"]
    assert kept == token
    assert options["httpOnly"]
    assert options["secure"]


def test_a_link_that_was_revoked_says_so_and_leads_nowhere(enter, preview):
    revoke(preview, by=None)
    said = enter(token_of(preview))
    assert (said["status"], said["draft"], said["jar"]) == (410, False, {})
    assert "was revoked" in said["text"]


def test_the_way_out_forgets_the_token(run):
    script = """
        import { POST } from "./app/api/draft/end/route.js";
        import { draft, jar } from "next/headers";
        const { status } = await POST();
        console.log(JSON.stringify({ status, draft, jar }));
    """
    assert run(script) == {"status": 303, "draft": "left", "jar": {"preview": None}}
