"""manage.py demo: prepares the database, loads the demo content once, and serves."""

import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.importers import demo
from config.server import serve


class Command(BaseCommand):
    help = "Prepare an embedded database, load the demo content, print the logins and serve."
    # The database that the checks ask about is made here.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, then stop")

    def handle(self, *args: Any, host: str, port: int, no_serve: bool, **options: Any) -> None:
        if not no_serve:
            _refuse_taken_port(host, port)
        call_command("migrate", verbosity=0, interactive=False)
        loaded = demo.load_content(settings.BASE_DIR / "fixtures")
        if loaded:
            self.stdout.write(f"Loaded the demo: {loaded} articles.")
        else:
            self.stdout.write("There are articles already; the demo content was left as it is.")
        self._print_places(f"http://{'localhost' if host == '127.0.0.1' else host}:{port}")
        self._print_logins()
        if no_serve:
            return
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write("\nCtrl-C stops the server.")
        self.stdout.flush()
        serve(host=host, port=port, workers=settings.WEB_CONCURRENCY)

    def _print_places(self, root: str) -> None:
        self.stdout.write(
            f"\n  API    {root}/api/v1/\n  Docs   {root}/api/v1/docs/\n  Admin  {root}/admin/\n"
        )

    def _print_logins(self) -> None:
        given: str = settings.DEMO_PASSWORD
        password = given or demo.remembered_password(settings.DATA_DIR / "demo-password")
        demo.make_logins(password)
        if given:
            demo.set_password(given)
        with_it = demo.logins_with(password)
        for name in demo.LOGINS:
            told = password if name in with_it else "(the password that it was given since)"
            self.stdout.write(f"  Login  {name}  {told}")


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CommandError(f"{port} is no port; choose one from 1 to 65535.") from None
        except OSError as error:
            raise CommandError(
                f"{host}:{port} can't be used ({error.strerror}). Is another server running? "
                f"Choose another port with --port."
            ) from None
