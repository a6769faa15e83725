"""manage.py rebuild_documents: make what readers get again from the editions."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from articles.documents.rebuilding import count_live, rebuild


class Command(BaseCommand):
    help = "Compile every live article again from its newest edition, byte for byte the same."

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(total=count_live(), unit=" articles", file=self.stderr) as bar:
            result = rebuild(at=timezone.now().replace(microsecond=0), progress=bar.update)
        self.stdout.write(
            f"{result.live} live: {result.same} unchanged, {result.different} came out different, "
            f"{result.missing} were missing. {result.removed} that aren't live were removed."
        )
