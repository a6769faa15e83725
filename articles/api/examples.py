"""The examples of the schema: a whole article, and an entry of its change log.

A test holds them against the schema.
"""

from typing import Any

ARTICLE: dict[str, Any] = {
    "id": "5f0c2f9e-3c1b-4a0e-9a53-1f0b8f6f2d11",
    "slug": "tension-headache",
    "url": "/api/v1/articles/tension-headache/",
    "web_url": "/articles/tension-headache/",
    "title": "Tension headache: what helps",
    "summary": "The most common headache is harmless, and rest, movement and simple painkillers "
    "help most people.",
    "topic": {"slug": "pain", "name": "Pain", "url": "/api/v1/topics/pain/"},
    "authors": [
        {
            "slug": "mara-lindt",
            "name": "Mara Lindt",
            "credentials": "",
            "job_title": "Health journalist",
            "organisation": "",
            "bio": "Mara Lindt has written about pain and sleep for twelve years.",
            "profile_url": None,
            "url": "/api/v1/people/mara-lindt/",
        }
    ],
    "reviewers": [
        {
            "slug": "ines-okafor",
            "name": "Dr Ines Okafor",
            "credentials": "MD, PhD",
            "job_title": "Consultant neurologist",
            "organisation": "Lakeside Hospital",
            "bio": "Ines Okafor runs a headache clinic.",
            "profile_url": "https://example.org/people/ines-okafor",
            "url": "/api/v1/people/ines-okafor/",
        }
    ],
    "health_aspects": ["Overview", "Treatments"],
    "featured": True,
    "reading_minutes": 1,
    "reviewed_on": "2026-03-02",
    "review_due": "2028-03-02",
    "first_published_on": "2019-10-08",
    "published_at": "2025-05-14T08:00:00Z",
    "updated_at": "2026-03-03T09:30:00Z",
    "edition": 3,
    "word_count": 57,
    "reading_grade": None,
    "also_called": ["stress headache", "tension-type headache"],
    "meta_title": "Tension headache: causes and relief",
    "meta_description": "Why a tension headache feels like a tight band, and what eases it.",
    "canonical_url": None,
    "contents": [
        {
            "anchor": "what-it-is",
            "heading": "What it is",
            "contents": [{"anchor": "when-to-get-help", "heading": "When to get help"}],
        },
        {"anchor": "what-helps", "heading": "What helps", "contents": []},
    ],
    "sections": [
        {
            "anchor": "what-it-is",
            "heading": "What it is",
            "level": 1,
            "kind": "plain",
            "health_aspect": "Overview",
            "body": {"html": "<p>A dull pressure on both sides, like a <em>tight band</em>.</p>"},
            "sections": [
                {
                    "anchor": "when-to-get-help",
                    "heading": "When to get help",
                    "level": 2,
                    "kind": "see_doctor",
                    "health_aspect": None,
                    "body": {"html": "<p>A sudden, very severe headache needs a doctor now.</p>"},
                }
            ],
        },
        {
            "anchor": "what-helps",
            "heading": "What helps",
            "level": 1,
            "kind": "plain",
            "health_aspect": "Treatments",
            "body": {
                "html": "<ul><li><strong>Rest:</strong> away from screens.</li>"
                "<li><strong>Movement:</strong> a walk loosens the neck.</li></ul>"
            },
            "sections": [],
        },
    ],
    "faqs": [
        {
            "anchor": "can-it-be-prevented",
            "question": "Can it be prevented?",
            "also_asked": ["How do I stop tension headaches?"],
            "answer": {"html": "<p>Regular sleep and breaks from the desk help many people.</p>"},
        }
    ],
    "references": [
        {
            "number": 1,
            "title": "Headaches in over 12s: diagnosis and management",
            "publisher": "National Institute for Health and Care Excellence",
            "year": 2021,
            "doi": None,
            "pmid": None,
            "url": "https://www.nice.org.uk/guidance/cg150",
            "link": "https://www.nice.org.uk/guidance/cg150",
            "evidence_level": "guideline",
        }
    ],
    "disclosure": "Written without outside funding.",
    "disclaimer": {
        "slug": "medical-advice",
        "name": "Not medical advice",
        "body": {"html": "<p>This page can't replace a visit to your doctor.</p>"},
    },
    "related": [
        {
            "slug": "migraine",
            "url": "/api/v1/articles/migraine/",
            "web_url": "/articles/migraine/",
            "title": "Migraine",
            "summary": "What sets a migraine off, and what stops it.",
        }
    ],
    "breadcrumbs": [
        {"position": 1, "name": "Home", "web_url": "/"},
        {"position": 2, "name": "Pain", "web_url": "/topics/pain/"},
        {
            "position": 3,
            "name": "Tension headache: what helps",
            "web_url": "/articles/tension-headache/",
        },
    ],
}

EDITION: dict[str, Any] = {
    "number": 3,
    "published_at": "2026-03-03T09:30:00Z",
    "note": "The daily limit of paracetamol was wrong; it is 4 g.",
    "is_correction": True,
}
