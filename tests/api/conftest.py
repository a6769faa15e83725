"""What the tests of the read API share."""

import pytest


@pytest.fixture
def get(client):
    """GET below the API's root: `get("articles/", page=2)`."""

    def fetch(path, headers=None, **parameters):
        return client.get(f"/api/v1/{path}", parameters, headers=headers or {})

    return fetch


@pytest.fixture
def titles(get):
    """The titles in a list's answer, in its order."""

    def fetch(**parameters):
        response = get("articles/", **parameters)
        assert response.status_code == 200, response.content
        return [card["title"] for card in response.json()["results"]]

    return fetch


@pytest.fixture
def faults(get):
    """What a 400 says of each parameter, by its name."""

    def fetch(path, **parameters):
        response = get(path, **parameters)
        assert response.status_code == 400, response.content
        assert response["Content-Type"] == "application/problem+json"
        return {fault["parameter"]: fault for fault in response.json()["errors"]}

    return fetch
