"""The search index and its vocabulary, FAQs' other wordings, and searches that found nothing."""

import django.db.models.deletion
from django.db import migrations, models


def make_index(apps, schema_editor):
    """What looks entries up by lexeme: an FTS5 table on SQLite, a GIN index on PostgreSQL."""
    match schema_editor.connection.vendor:
        case "sqlite":
            schema_editor.execute(
                "CREATE VIRTUAL TABLE articles_searchindex USING fts5(lexemes, "
                "content='articles_searchentry', content_rowid='id', detail=none, columnsize=0, "
                "tokenize=\"unicode61 remove_diacritics 0 tokenchars '=#'\")"
            )
        case "postgresql":
            schema_editor.execute(
                "CREATE INDEX articles_searchindex ON articles_searchentry USING gin "
                "(array_to_tsvector(string_to_array(lexemes, ' '))) WITH (fastupdate = off)"
            )


def drop_index(apps, schema_editor):
    kind = "TABLE" if schema_editor.connection.vendor == "sqlite" else "INDEX"
    schema_editor.execute(f"DROP {kind} articles_searchindex")


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_sync'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('term', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('word', models.CharField(max_length=80)),
                ('entries', models.IntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='faq',
            name='also_asked',
            field=models.TextField(blank=True, db_default='', default='', help_text='Other wordings that readers search with, one a line.', max_length=3000),
        ),
        migrations.CreateModel(
            name='MissedQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=100)),
                ('day', models.DateField()),
                ('count', models.PositiveIntegerField()),
                ('is_dismissed', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'verbose_name': 'search that found nothing',
                'verbose_name_plural': 'searches that found nothing',
                'ordering': ['-day', '-count', 'text'],
                'constraints': [models.UniqueConstraint(fields=('text', 'day'), name='missed_query_once_a_day'), models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='missed_query_was_asked')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_index=True, max_length=100)),
                ('text', models.CharField(max_length=300)),
                ('kind', models.CharField(max_length=10)),
                ('is_start', models.BooleanField()),
                ('uses', models.IntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'text'), name='suggestion_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lexemes', models.TextField()),
                ('impacts', models.TextField()),
                ('suggests', models.TextField(default='[]')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='search_entries', to='articles.document')),
                ('passage', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entry', to='articles.passage')),
            ],
            options={
                'verbose_name_plural': 'search entries',
                'constraints': [models.UniqueConstraint(condition=models.Q(('passage__isnull', True)), fields=('document',), name='search_entry_one_of_the_article')],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
